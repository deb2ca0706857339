/**
 * UpSampling2D as a product along each axis. TensorFlow.js has no gradient of the bilinear resizing that Keras does, and that of its other one
 * on the processor reads the first image for all.
 */
import * as tf from '@tensorflow/tfjs-core'
import { upSampling2d } from '../../../../model/layers/reshaping/upSampling2d'
import { replaceLayer } from './replaceLayer'

type Interpolation = (typeof upSampling2d.defaults)['interpolation']

export const UpSampling2DLayer = replaceLayer(upSampling2d, ({ input, args }) => {
  const {
    size: [down, across],
    interpolation,
  } = args
  const [images, height, width, channels] = (input as tf.Tensor4D).shape
  const rows = tf.matMul(
    sharesOf(height, down, interpolation, images),
    tf.reshape(input, [images, height, width * channels]),
  )
  const columns: tf.Tensor3D = tf.reshape(rows, [images * height * down, width, channels])
  const resized = tf.matMul(sharesOf(width, across, interpolation, images * height * down), columns)
  return tf.reshape(resized, [images, height * down, width * across, channels])
})

/** The share of each of `length` values in each of the new ones; `copies` of it. */
function sharesOf(length: number, factor: number, interpolation: Interpolation, copies: number): tf.Tensor3D {
  const shares = Float32Array.from({ length: length * length * factor }, (_, at) => {
    const [to, from] = [Math.floor(at / length), at % length]
    if (interpolation === 'nearest') return Number(Math.floor(to / factor) === from)
    const place = (to + 0.5) / factor - 0.5
    return Math.max(0, 1 - Math.abs(Math.min(length - 1, Math.max(0, place)) - from))
  })
  return tf.tile(tf.tensor3d(shares, [1, length * factor, length]), [copies, 1, 1])
}
