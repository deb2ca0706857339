/**
 * Layers that draw while training. Their draws follow from the run's seed, the layer and the step. TensorFlow.js's own draw the same at every
 * step when they have a seed, and what no later run can repeat when they have none.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { LayerArgs, LayerDefinition } from '../../../../model/layers/define'
import type { Random } from '../../../../model/random'
import { replaceLayer } from './replaceLayer'

/** @param change what training makes of the input. */
export function replaceDrawnLayer<Args extends LayerArgs>(
  definition: LayerDefinition<string, Args>,
  change: (input: tf.Tensor, args: Args, random: Random) => tf.Tensor,
): ReturnType<typeof replaceLayer> {
  return replaceLayer(
    definition,
    ({ input, args, training, random }) => (training ? change(input, args, random()) : tf.clone(input)),
    { draws: true },
  )
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
