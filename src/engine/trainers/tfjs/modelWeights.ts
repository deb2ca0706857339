/** Carries weights between a stack and its TensorFlow.js model. Both list trainable weights first, so their orders agree. */
import * as tf from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import { sizeOf } from '../../../model/layers/define'
import type { NamedWeightSpec, Weights } from '../../../model/graph/weights'

/** In the order of `weightSpecs`. */
type Specs = readonly Pick<NamedWeightSpec, 'key' | 'shape'>[]

/** @throws RangeError when a weight is missing or has another length. */
export function setModelWeights(model: LayersModel, specs: Specs, weights: Weights): void {
  tf.tidy(() => {
    const tensors = specs.map(({ key, shape }) => {
      const values = weights.get(key)
      const length = sizeOf(shape)
      if (values?.length !== length) throw new RangeError(`The weights hold no ${key} of ${length} values`)
      // A copy: on the CPU a tensor keeps the array that it is given.
      return tf.tensor(values.slice(), [...shape])
    })
    model.setWeights(tensors)
  })
}

/** @returns copies. */
export async function readModelWeights(model: LayersModel, specs: Specs): Promise<Weights> {
  const values = await Promise.all(model.getWeights().map((tensor) => tensor.data<'float32'>()))
  return new Map(specs.map(({ key }, i) => [key, Float32Array.from(values[i] ?? [])]))
}
