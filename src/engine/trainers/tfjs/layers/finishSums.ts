/** What the convolutions do with their sums. */
import * as tf from '@tensorflow/tfjs-core'
import type { LayerArgs } from '../../../../model/layers/define'
import type { Activation } from '../../../../model/layers/activations'
import { activate } from '../activations'
import type { LayerCall } from './replaceLayer'

/** Adds the bias, where there is one, and applies the activation. */
export function finishSums(
  sums: tf.Tensor,
  { args, weights: { bias } }: LayerCall<LayerArgs & { readonly activation: Activation }>,
): tf.Tensor {
  return activate(bias ? tf.add(sums, bias.read()) : sums, args.activation)
}
