/** A trained stack as the pair of files that `tf.loadLayersModel` opens. */
import { weightSpecs } from '../../model/graph/weights'
import { sizeOf } from '../../model/layers/define'
import type { TrainedModel } from '../../model/trainedModel'
import { toMetadata } from '../metadata'
import { toTopology, type Topology } from '../keras/topology'
import { toPlainStack, toPlainTopology } from './plainStack'
import { spreadKernel } from './spreadKernel'

export interface ModelFilePair {
  /** The text of `model.json`, which names its weights file `weights.bin`. */
  readonly modelJson: string
  /** The bytes of `weights.bin`: float32, little-endian. */
  readonly weights: ArrayBuffer
}

/**
 * Writes TensorFlow.js's layers-model format. Where plain TensorFlow.js lacks a layer or computes it otherwise, the file has others that give
 * the same output, and the metadata have the model's own. Throws when `weights` lack one of the stack's or have it in another size, which is a
 * mistake of the program and not of the person.
 */
export function writeModelJson(model: TrainedModel): ModelFilePair {
  const { stack, data, classes, normalisation, recipe } = model
  const own = toPlainStack(stack, data).replaced.length > 0 ? toTopology(stack, data) : undefined
  return writePair(model, toMetadata(data, classes, normalisation, recipe, own))
}

/** The same with metadata of one's own, and with whatever else is to be done to the topology. */
export function writePair(
  { stack, data, weights }: Pick<TrainedModel, 'stack' | 'data' | 'weights'>,
  userDefinedMetadata: object,
  finish: (topology: Topology) => object = (topology) => topology,
): ModelFilePair {
  const plain = toPlainStack(stack, data)
  const specs = weightSpecs(stack, data)
  const values = specs.map(({ key, shape }) => {
    const array = weights.get(key)
    if (array?.length !== sizeOf(shape))
      throw new Error(`The weights of ${key} are missing or of another size than the stack's`)
    const spreading = plain.kernels.get(key)
    return spreading ? spreadKernel(array, spreading) : array
  })
  const bytes = new DataView(new ArrayBuffer(values.reduce((sum, array) => sum + array.byteLength, 0)))
  let at = 0
  for (const array of values) {
    for (const value of array) {
      bytes.setFloat32(at, value, true)
      at += Float32Array.BYTES_PER_ELEMENT
    }
  }
  const manifest = [
    {
      paths: ['weights.bin'],
      weights: specs.map(({ key, shape }) => ({
        name: key,
        shape: plain.kernels.get(key)?.to ?? shape,
        dtype: 'float32',
      })),
    },
  ]
  const modelJson = {
    format: 'layers-model',
    generatedBy: 'Strata',
    convertedBy: null,
    modelTopology: finish(toPlainTopology(plain.stack, data)),
    weightsManifest: manifest,
    userDefinedMetadata,
  }
  return { modelJson: JSON.stringify(modelJson, null, 2), weights: bytes.buffer }
}
