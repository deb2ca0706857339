/**
 * The merges that TensorFlow.js lacks or computes otherwise than Keras 3. It has no Subtract, the gradient of its Maximum has the shape of the
 * output, whatever that of an input that is stretched, and its Concatenate takes every negative axis for the last one.
 */
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { concatenate } from '../../../../model/layers/merging/concatenate'
import { stretchedShape, withAxes } from '../../../../model/layers/merging/stretchedShape'
import type { LayerArgsOf } from '../../../../model/layers/registry'
import type { LayerConfig } from './layer'

abstract class MergeLayer extends tfl.layers.Layer {
  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    const shapes = inputShape as tfl.Shape[]
    const stretched = stretchedShape(shapes.map((shape) => shape.slice(1).map((length) => length ?? 0)))
    return [shapes[0]?.[0] ?? null, ...(stretched ?? [])]
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const tensors = inputs as tf.Tensor[]
      const shapes = tensors.map(({ shape }) => shape.slice(1))
      const shape = stretchedShape(shapes)
      const images = tensors[0]?.shape[0]
      if (!shape || images === undefined) throw new Error(`${this.name} was called with inputs that don’t go together`)
      const stretched = tensors.map((tensor, i) =>
        tf.broadcastTo(tf.reshape(tensor, [images, ...withAxes(shapes[i]!, shape.length)]), [images, ...shape]),
      )
      return stretched.reduce((joined, tensor) => this.join(joined, tensor))
    })
  }

  /** Of tensors of one shape. */
  protected abstract join(one: tf.Tensor, other: tf.Tensor): tf.Tensor
}

export class SubtractLayer extends MergeLayer {
  static readonly className = 'Subtract'

  protected override join(one: tf.Tensor, other: tf.Tensor): tf.Tensor {
    return tf.sub(one, other)
  }
}

export class MaximumLayer extends MergeLayer {
  static readonly className = 'Maximum'

  protected override join(one: tf.Tensor, other: tf.Tensor): tf.Tensor {
    return tf.maximum(one, other)
  }
}

export class ConcatenateLayer extends tfl.layers.Layer {
  static readonly className = 'Concatenate'
  readonly #args: LayerArgsOf['Concatenate']

  constructor(config: LayerConfig & LayerArgsOf['Concatenate']) {
    super(config)
    this.#args = { axis: config.axis }
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#args }
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    const shapes = inputShape as tfl.Shape[]
    const ofOneImage = shapes.map((shape) => shape.slice(1).map((length) => length ?? 0))
    return [shapes[0]?.[0] ?? null, ...concatenate.outputShape(this.#args, ofOneImage)]
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.concat(inputs as tf.Tensor[], this.#args.axis)
  }
}
