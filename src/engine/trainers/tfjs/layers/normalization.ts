/**
 * The normalisations as Keras 3 has them. TensorFlow.js's own fail in training where there is no gamma or no beta, and its BatchNormalization
 * moves the variance towards that of a sample, with n - 1 in the divisor.
 */
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import type { Shape, WeightSpec } from '../../../../model/layers/define'
import { batchNormalization } from '../../../../model/layers/normalization/batchNormalization'
import { layerNormalization } from '../../../../model/layers/normalization/layerNormalization'
import { SameShapeLayer, type LayerConfig } from './layer'

type Weight = ReturnType<tfl.layers.Layer['addWeight']>

/** What TensorFlow.js hands over of the config. */
interface Settings {
  readonly epsilon: number
  readonly scale: boolean
  readonly center: boolean
}

interface Statistics {
  readonly mean: tf.Tensor
  readonly variance: tf.Tensor
}

abstract class NormalizationLayer extends SameShapeLayer {
  readonly #settings: Settings
  readonly #weights = new Map<string, Weight>()

  constructor(config: LayerConfig & Settings) {
    super(config)
    this.#settings = config
  }

  override build(inputShape: tfl.Shape): void {
    const shape = inputShape.slice(1).map((length) => length ?? 0)
    // The trainer loads the weights' values, so they need no initialisers.
    for (const { name, shape: own, trainable } of this.specs(shape, this.#settings)) {
      const weight = this.addWeight(name, [...own], 'float32', tfl.initializers.zeros(), undefined, trainable)
      this.#weights.set(name, weight)
    }
    this.built = true
  }

  protected override compute(x: tf.Tensor, training: boolean): tf.Tensor {
    const { epsilon, scale, center } = this.#settings
    return tf.tidy(() => {
      const { mean, variance } = this.statistics(x, training)
      const normalised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)))
      const scaled = scale ? tf.mul(normalised, this.weight('gamma').read()) : normalised
      return center ? tf.add(scaled, this.weight('beta').read()) : scaled
    })
  }

  protected weight(name: string): Weight {
    const weight = this.#weights.get(name)
    if (!weight) throw new Error(`${this.name} was called before it was built`)
    return weight
  }

  protected abstract specs(input: Shape, settings: Pick<Settings, 'scale' | 'center'>): readonly WeightSpec[]

  /** What `x` is normalised by. */
  protected abstract statistics(x: tf.Tensor, training: boolean): Statistics
}

export class BatchNormalizationLayer extends NormalizationLayer {
  static readonly className = 'BatchNormalization'
  readonly #momentum: number

  constructor(config: LayerConfig & Settings & { readonly momentum: number }) {
    super(config)
    this.#momentum = config.momentum
  }

  protected override specs(input: Shape, { scale, center }: Settings): readonly WeightSpec[] {
    return batchNormalization.weights({ ...batchNormalization.defaults, scale, center }, [input])
  }

  protected override statistics(x: tf.Tensor, training: boolean): Statistics {
    if (!training) {
      return { mean: this.weight('moving_mean').read(), variance: this.weight('moving_variance').read() }
    }
    const rows = Array.from({ length: x.rank - 1 }, (_, axis) => axis)
    const { mean, variance } = tf.moments(x, rows)
    this.#move('moving_mean', mean)
    this.#move('moving_variance', variance)
    return { mean, variance }
  }

  #move(name: string, towards: tf.Tensor): void {
    const weight = this.weight(name)
    weight.write(tf.add(tf.mul(weight.read(), this.#momentum), tf.mul(towards, 1 - this.#momentum)))
  }
}

export class LayerNormalizationLayer extends NormalizationLayer {
  static readonly className = 'LayerNormalization'
  readonly #axes: number

  constructor(config: LayerConfig & Settings & { readonly axis: readonly number[] }) {
    super(config)
    this.#axes = config.axis.length
  }

  protected override specs(input: Shape, { scale, center }: Settings): readonly WeightSpec[] {
    const { axis } = layerNormalization.fromConfig({ axis: this.#axis })
    return layerNormalization.weights({ ...layerNormalization.defaults, axis, scale, center }, [input])
  }

  protected override statistics(x: tf.Tensor): Statistics {
    return tf.moments(x, [...this.#axis], true)
  }

  get #axis(): readonly number[] {
    return Array.from({ length: this.#axes }, (_, i) => i - this.#axes)
  }
}
