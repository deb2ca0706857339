/** GaussianNoise with draws that follow from the run's seed. */
import * as tf from '@tensorflow/tfjs-core'
import type { Random } from '../../../../model/random'
import type { LayerConfig } from './layer'
import { drawTensor, SeededLayer } from './seededLayer'

export class GaussianNoiseLayer extends SeededLayer {
  static readonly className = 'GaussianNoise'
  readonly #stddev: number

  constructor(config: LayerConfig & { readonly stddev: number }) {
    super(config)
    this.#stddev = config.stddev
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), stddev: this.#stddev }
  }

  protected override change(x: tf.Tensor, random: Random): tf.Tensor {
    const noise = drawTensor(x.shape, () => this.#stddev * random.normal())
    return tf.add(x, noise)
  }
}
