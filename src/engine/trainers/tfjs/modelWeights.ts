/**
 * Carries weights between a stack and its TensorFlow.js model, by their names. The orders may differ: a model with branches lists its layers
 * by their distance from the output.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import { sizeOf } from '../../../model/layers/define'
import type { NamedWeightSpec, Weights } from '../../../model/graph/weights'

type Specs = readonly Pick<NamedWeightSpec, 'key' | 'shape'>[]

/** The model's own weights, in the order of the specs. @throws RangeError when the model lacks one. */
export function findModelWeights(model: LayersModel, specs: Specs): readonly LayersModel['weights'][number][] {
  const byName = new Map(model.weights.map((weight) => [weight.originalName, weight]))
  return specs.map(({ key }) => {
    const weight = byName.get(key)
    if (!weight) throw new RangeError(`The model has no weight ${key}`)
    return weight
  })
}

/** @throws RangeError when a weight is missing or has another length. */
export function setModelWeights(model: LayersModel, specs: Specs, weights: Weights): void {
  tf.tidy(() => {
    for (const [i, weight] of findModelWeights(model, specs).entries()) {
      const { key, shape } = specs[i]!
      const values = weights.get(key)
      const length = sizeOf(shape)
      if (values?.length !== length) throw new RangeError(`The weights hold no ${key} of ${length} values`)
      // A copy: on the CPU a tensor keeps the array that it is given.
      weight.write(tf.tensor(values.slice(), [...shape]))
    }
  })
}

/** @returns copies. */
export async function readModelWeights(model: LayersModel, specs: Specs): Promise<Weights> {
  const tensors = findModelWeights(model, specs).map((weight) => weight.read())
  const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()))
  return new Map(specs.map(({ key }, i) => [key, Float32Array.from(values[i]!)]))
}
