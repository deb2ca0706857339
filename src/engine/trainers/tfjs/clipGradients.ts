/** Gradients clipped as Keras 3's optimizers clip them (keras/src/optimizers/base_optimizer.py, `_clip_gradients`). */
import * as tf from '@tensorflow/tfjs-core'
import { clipOf, type Clipping } from '../../../model/training/clipping'

/** @param gradients one a variable. @returns as many, of the same shapes; what is not a number stays so. */
export function clipGradients(gradients: readonly tf.Tensor[], clipping: Clipping): readonly tf.Tensor[] {
  const clip = clipOf(clipping)
  if (!clip) return gradients
  const { by, most } = clip
  if (by === 'value') return gradients.map((gradient) => tf.clipByValue(gradient, -most, most))
  const squares = gradients.map((gradient) => tf.sum<tf.Scalar>(tf.square(gradient)))
  if (by === 'norm') {
    return gradients.map((gradient, i) => tf.div(tf.mul(gradient, most), tf.maximum(tf.sqrt(squares[i]!), most)))
  }
  const norm = tf.sqrt<tf.Scalar>(tf.addN(squares))
  // An infinite norm leaves nothing that is a number.
  const factor = tf.add(tf.mul(tf.minimum(tf.div(1, norm), 1 / most), most), tf.sub(norm, norm))
  return gradients.map((gradient) => tf.mul(gradient, factor))
}
