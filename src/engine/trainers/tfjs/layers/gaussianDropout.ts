/** GaussianDropout with draws that follow from the run's seed. */
import * as tf from '@tensorflow/tfjs-core'
import type { Random } from '../../../../model/random'
import type { LayerConfig } from './layer'
import { drawTensor, SeededLayer } from './seededLayer'

export class GaussianDropoutLayer extends SeededLayer {
  static readonly className = 'GaussianDropout'
  readonly #rate: number

  constructor(config: LayerConfig & { readonly rate: number }) {
    super(config)
    this.#rate = config.rate
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.#rate }
  }

  protected override change(x: tf.Tensor, random: Random): tf.Tensor {
    const deviation = Math.sqrt(this.#rate / (1 - this.#rate))
    const factors = drawTensor(x.shape, () => 1 + deviation * random.normal())
    return tf.mul(x, factors)
  }
}
