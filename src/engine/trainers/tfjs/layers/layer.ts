/** What our layers for TensorFlow.js have in common. */
import type * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'

/** What TensorFlow.js hands to a layer: its config, with Keras's arguments in camelCase, as a layer definition has them. */
export type LayerConfig = ConstructorParameters<typeof tfl.layers.Layer>[0]

/** A layer whose output has the shape of its one input. */
export abstract class SameShapeLayer extends tfl.layers.Layer {
  override computeOutputShape(inputShape: tfl.Shape): tfl.Shape {
    return inputShape
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training = false }: { readonly training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs
    if (!x) throw new Error(`${this.name} was called without an input`)
    return this.compute(x, training)
  }

  /** @returns another tensor than `x`. */
  protected abstract compute(x: tf.Tensor, training: boolean): tf.Tensor
}
