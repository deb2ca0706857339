/** LayerNormalization as Keras 3 has it. */
import * as tf from '@tensorflow/tfjs-core'
import { countAxes, layerNormalization } from '../../../../model/layers/normalization/layerNormalization'
import { normalise } from './normalise'
import { replaceLayer } from './replaceLayer'

export const LayerNormalizationLayer = replaceLayer(
  layerNormalization,
  (call) => {
    const count = countAxes(call.args)
    const axes = Array.from({ length: count }, (_, i) => i - count)
    return normalise(call, tf.moments(call.input, axes, true))
  },
  {
    // Keras has a list of axes; the definition has the lists that there can be as choices.
    readArgs: (config) => ({
      ...(config as typeof layerNormalization.defaults),
      axis: layerNormalization.fromConfig({ axis: config['axis'] }).axis,
    }),
  },
)
