/** Activations of TensorFlow.js: its names for ours, and Keras 3's definition where its own is another. */
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import type { Activation } from '../../../model/layers/activations'

type ActivationName = Exclude<NonNullable<Parameters<typeof tfl.layers.dense>[0]['activation']>, object>

/** TensorFlow.js names them in camelCase, and has more of them than its types say. */
function tfjsActivation(activation: Activation): ActivationName {
  return activation.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as ActivationName
}

/** relu6(x + 3) / 6, as in Keras 3. TensorFlow.js has Keras 2's, which cuts 0.2 x + 0.5 off at 0 and 1. */
class HardSigmoid extends tf.serialization.Serializable {
  static readonly className = 'hardSigmoid'

  apply(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.clipByValue(tf.add(tf.div(x, 6), 0.5), 0, 1))
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {}
  }
}

export function activate(x: tf.Tensor, activation: Activation): tf.Tensor {
  return tfl.layers.activation({ activation: tfjsActivation(activation) }).call(x, {}) as tf.Tensor
}

/** From here on, TensorFlow.js builds its models with these activations. */
export function registerActivations(): void {
  tf.serialization.registerClass(HardSigmoid)
}
