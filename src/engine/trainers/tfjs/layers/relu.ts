/** ReLU with Keras's negative slope and threshold, which TensorFlow.js leaves out. */
import * as tf from '@tensorflow/tfjs-core'
import type { LayerArgsOf } from '../../../../model/layers/registry'
import { SameShapeLayer, type LayerConfig } from './layer'

type Arguments = LayerArgsOf['ReLU']

export class ReLULayer extends SameShapeLayer {
  static readonly className = 'ReLU'
  readonly #args: Arguments

  constructor(config: LayerConfig & Arguments) {
    super(config)
    const { maxValue, negativeSlope, threshold } = config
    this.#args = { maxValue, negativeSlope, threshold }
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#args }
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    const { maxValue, negativeSlope, threshold } = this.#args
    const most = maxValue ?? Number.POSITIVE_INFINITY
    // TensorFlow.js has no gradient for a comparison, not even one that leads nowhere.
    const compute = tf.customGrad((z, save) => {
      const input = z as tf.Tensor
      ;(save as tf.GradSaveFunc)([input])
      const below = tf.mul(tf.sub(input, threshold), negativeSlope)
      return {
        value: tf.where(tf.greater(input, threshold), tf.minimum(input, most), below),
        gradFunc: (gradient: tf.Tensor, [saved]: tf.Tensor[]) => {
          const above = tf.cast(tf.less(saved!, most), 'float32')
          return tf.mul(gradient, tf.where(tf.greater(saved!, threshold), above, negativeSlope))
        },
      }
    })
    return compute(x)
  }
}
