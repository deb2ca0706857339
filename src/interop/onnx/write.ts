/** A model as an ONNX file, with a program that classifies an image. */
import type { TrainedModel } from '../../model/trainedModel'
import { READS_WHOLE } from '../describeReading'
import { describeAddedSoftmax } from '../describeScores'
import type { Chosen, WrittenModel } from '../target'
import { classifyProgram } from './classifyProgram'
import { encode } from './encode'
import { toProps } from './metadata'
import { CHANNELS_FIRST, NORMALISE } from './choices'
import { layWeights, planGraph, type OnnxInput } from './toGraph'

/** Throws for a model whose parts do not fit together, which is a mistake of the program. */
export function write(model: TrainedModel, chosen: Chosen): Promise<WrittenModel> {
  const input = inputOf(chosen)
  return Promise.resolve({
    files: [
      { name: 'model.onnx', bytes: writeOnnx(model, input) },
      { name: 'classify.py', bytes: new TextEncoder().encode(classifyProgram(model, input)) },
    ],
    differences: [],
    notes: describeAddedSoftmax(model.stack),
    snippet: {
      language: 'Python',
      file: 'classify.py',
      install: 'pip install numpy onnxruntime pillow',
      run: 'python classify.py image.png',
      note: READS_WHOLE,
    },
    input,
  })
}

/** What the person chose. */
export function inputOf(chosen: Chosen): OnnxInput {
  return {
    layout: chosen.has(CHANNELS_FIRST.name) ? 'NCHW' : 'NHWC',
    takes: chosen.has(NORMALISE.name) ? 'bytes' : 'numbers',
  }
}

export function writeOnnx(model: TrainedModel, input: OnnxInput): Uint8Array<ArrayBuffer> {
  const plan = planGraph(model, input)
  const tensors = new Map([...layWeights(plan, model.weights), ...plan.tensors])
  return encode({ ...plan, tensors, metadata: toProps(model, input) })
}
