/** Dropout with masks that follow from the run's seed. */
import * as tf from '@tensorflow/tfjs-core'
import type { Random } from '../../../../model/random'
import type { LayerConfig } from './layer'
import { drawMask, SeededLayer } from './seededLayer'

export class DropoutLayer extends SeededLayer {
  static readonly className = 'Dropout'
  readonly #rate: number

  constructor(config: LayerConfig & { readonly rate: number }) {
    super(config)
    this.#rate = config.rate
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.#rate }
  }

  protected override change(x: tf.Tensor, random: Random): tf.Tensor {
    return tf.mul(x, drawMask(x.shape, this.#rate, random))
  }
}
