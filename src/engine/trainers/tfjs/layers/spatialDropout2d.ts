/** SpatialDropout2D, which TensorFlow.js lacks: it drops channels of an image whole. */
import * as tf from '@tensorflow/tfjs-core'
import type { Random } from '../../../../model/random'
import type { LayerConfig } from './layer'
import { drawMask, SeededLayer } from './seededLayer'

export class SpatialDropout2DLayer extends SeededLayer {
  static readonly className = 'SpatialDropout2D'
  readonly #rate: number

  constructor(config: LayerConfig & { readonly rate: number }) {
    super(config)
    this.#rate = config.rate
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.#rate }
  }

  protected override change(x: tf.Tensor, random: Random): tf.Tensor {
    const [images = 0, , , channels = 0] = x.shape
    return tf.mul(x, drawMask([images, 1, 1, channels], this.#rate, random))
  }
}
