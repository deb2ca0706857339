/** A model as `tf.loadLayersModel` opens it: two files, the list of its classes, and a program that uses them. */
import type { TrainedModel } from '../../model/trainedModel'
import { READS_WHOLE } from '../describeReading'
import { describeScores } from '../describeScores'
import { describeLabels, writeLabels } from '../labels'
import type { WrittenModel } from '../target'
import { CLASSIFY, classifyMjs } from './classifyMjs'
import { differences, replacements } from './differences'
import { writeModelJson } from './writeModelJson'

/** Throws for a model whose parts do not fit together, which is a mistake of the program. */
export function write(model: TrainedModel): Promise<WrittenModel> {
  const { stack, data, classes } = model
  const { modelJson, weights } = writeModelJson(model)
  const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
  return Promise.resolve({
    files: [
      { name: 'model.json', bytes: encode(modelJson) },
      { name: 'weights.bin', bytes: new Uint8Array(weights) },
      { name: 'labels.txt', bytes: encode(writeLabels(classes)) },
      { name: CLASSIFY.file, bytes: encode(classifyMjs(stack)) },
    ],
    differences: differences(stack),
    notes: [...replacements(stack, data), ...describeScores(stack), ...describeLabels(classes)],
    snippet: { ...CLASSIFY, note: READS_WHOLE },
    input: { layout: 'NHWC', takes: 'numbers' },
  })
}
