/** ELU with any alpha. TensorFlow.js has 1 alone. */
import * as tf from '@tensorflow/tfjs-core'
import type { LayerArgsOf } from '../../../../model/layers/registry'
import { SameShapeLayer, type LayerConfig } from './layer'

type Arguments = LayerArgsOf['ELU']

export class ELULayer extends SameShapeLayer {
  static readonly className = 'ELU'
  readonly #alpha: number

  constructor(config: LayerConfig & Arguments) {
    super(config)
    this.#alpha = config.alpha
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), alpha: this.#alpha }
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.add(tf.relu(x), tf.mul(tf.elu(tf.minimum(x, 0)), this.#alpha)))
  }
}
