/** A model as `tf.loadLayersModel` opens it: two files. */
import type { TrainedModel } from '../../model/trainedModel'
import type { WrittenModel } from '../target'
import { differences, replacements } from './differences'
import { writeModelJson } from './writeModelJson'

/** Throws for a model whose parts do not fit together, which is a mistake of the program. */
export function write(model: TrainedModel): Promise<WrittenModel> {
  const { modelJson, weights } = writeModelJson(model)
  return Promise.resolve({
    files: [
      { name: 'model.json', bytes: new TextEncoder().encode(modelJson) },
      { name: 'weights.bin', bytes: new Uint8Array(weights) },
    ],
    differences: differences(model.stack),
    notes: replacements(model.stack, model.data),
    input: { layout: 'NHWC', takes: 'numbers' },
    bound: 1e-6,
  })
}
