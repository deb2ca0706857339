/**
 * Dropout whose masks follow from the run's seed, the layer and the step. TensorFlow.js's own draws the same mask at every step when it has
 * a seed, and masks that no later run can repeat when it has none.
 */
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { createRandom, STREAMS } from '../../../model/random'

type LayerConfig = ConstructorParameters<typeof tfl.layers.Layer>[0]

export class DropoutLayer extends tfl.layers.Layer {
  static readonly className = 'Dropout'
  readonly #rate: number
  /** The run's seed, the layer's index and the step. The trainer sets them before each step. */
  seeds: readonly number[] = []

  constructor(config: LayerConfig & { readonly rate: number }) {
    super(config)
    this.#rate = config.rate
  }

  override computeOutputShape(inputShape: tfl.Shape): tfl.Shape {
    return inputShape
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training }: { readonly training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs
    if (!x) throw new Error(`${this.name} was called without an input`)
    if (!training || this.#rate === 0) return tf.clone(x)
    const random = createRandom(STREAMS.dropout, ...this.seeds)
    // What is kept is made larger, so that the expected sum stays the same.
    const kept = 1 / (1 - this.#rate)
    const mask = Float32Array.from({ length: x.size }, () => (random.next() < this.#rate ? 0 : kept))
    return tf.tidy(() => tf.mul(x, tf.tensor(mask, x.shape)))
  }
}

/** From here on, TensorFlow.js builds its models with this layer. */
export function registerDropoutLayer(): void {
  tf.serialization.registerClass(DropoutLayer)
}
