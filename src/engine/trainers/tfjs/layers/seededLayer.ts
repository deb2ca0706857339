/**
 * Layers that draw while training. Their draws follow from the run's seed, the layer and the step. TensorFlow.js's own draw the same at every
 * step when they have a seed, and what no later run can repeat when they have none.
 */
import * as tf from '@tensorflow/tfjs-core'
import { createRandom, STREAMS, type Random } from '../../../../model/random'
import { SameShapeLayer } from './layer'

export abstract class SeededLayer extends SameShapeLayer {
  /** The run's seed, the layer's index among those that draw, and the step. The trainer sets them before each step. */
  seeds: readonly number[] = []

  protected override compute(x: tf.Tensor, training: boolean): tf.Tensor {
    if (!training) return tf.clone(x)
    const random = createRandom(STREAMS.dropout, ...this.seeds)
    return tf.tidy(() => this.change(x, random))
  }

  /** What training makes of `x`. */
  protected abstract change(x: tf.Tensor, random: Random): tf.Tensor
}

/** A tensor of as many draws as the shape has places. */
export function drawTensor(shape: readonly number[], draw: () => number): tf.Tensor {
  const length = shape.reduce((product, side) => product * side, 1)
  return tf.tensor(Float32Array.from({ length }, draw), [...shape])
}

/** For each place 0 with the probability `rate`; else what keeps the expected sum the same. */
export function drawMask(shape: readonly number[], rate: number, random: Random): tf.Tensor {
  const kept = 1 / (1 - rate)
  return drawTensor(shape, () => (random.next() < rate ? 0 : kept))
}
