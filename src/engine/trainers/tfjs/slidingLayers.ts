/**
 * Layers that slide over images, where TensorFlow.js's own have no dilation, no output padding or no `keepdims`, resize otherwise than Keras,
 * or have another gradient.
 */
import * as tf from '@tensorflow/tfjs-core'
import { conv2dTranspose } from '../../../model/layers/convolution/conv2dTranspose'
import { depthwiseConv2d } from '../../../model/layers/convolution/depthwiseConv2d'
import { separableConv2d } from '../../../model/layers/convolution/separableConv2d'
import type { Pair } from '../../../model/layers/pair'
import { globalAveragePooling2d, globalMaxPooling2d } from '../../../model/layers/pooling/globalPooling2d'
import { averagePooling2d } from '../../../model/layers/pooling/pooling2d'
import { upSampling2d } from '../../../model/layers/reshaping/upSampling2d'
import { spanOf } from '../../../model/layers/sliding'
import { geometryOf, geometryOfTranspose } from '../plan/geometry'
import { registerLayer } from './definedLayer'

export function registerSlidingLayers(): void {
  registerLayer(depthwiseConv2d, (input, [kernel, bias], args) => withBias(depthwise(input, kernel!, args), bias))
  registerLayer(separableConv2d, (input, [kernel, pointwise, bias], args) =>
    withBias(tf.conv2d(depthwise(input, kernel!, args), pointwise as tf.Tensor4D, 1, 'valid'), bias),
  )
  registerLayer(conv2dTranspose, (input, [kernel, bias], args) =>
    withBias(convolveBack(input, kernel as tf.Tensor4D, args), bias),
  )
  registerLayer(globalAveragePooling2d, (input, _weights, { keepdims }) => tf.mean(input, [1, 2], keepdims))
  registerLayer(globalMaxPooling2d, (input, _weights, { keepdims }) => {
    const maxima = globalMaximum(input)
    return keepdims ? maxima : tf.squeeze(maxima, [1, 2])
  })
  registerLayer(averagePooling2d, (input, _weights, args) => averagePool(input, args))
  registerLayer(upSampling2d, (input, _weights, args) => resize(input, args))
}

function withBias(sums: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
  return bias ? tf.add(sums, bias) : sums
}

type WindowArgs = Pick<
  Parameters<typeof depthwiseConv2d.outputShape>[0],
  'kernelSize' | 'strides' | 'padding' | 'dilationRate'
>

function depthwise(input: tf.Tensor4D, kernel: tf.Tensor, { strides, padding, dilationRate }: WindowArgs): tf.Tensor4D {
  return tf.depthwiseConv2d(input, dilate(kernel as tf.Tensor4D, dilationRate), [strides[0], strides[1]], padding)
}

/** The whole of what the kernel lays over the output, and of it the part that the padding leaves. */
function convolveBack(
  input: tf.Tensor4D,
  kernel: tf.Tensor4D,
  args: WindowArgs & { readonly filters: number; readonly outputPadding: Pair | null },
): tf.Tensor4D {
  const [images, height, width, channels] = input.shape
  const { filters, strides } = args
  const { before, input: wanted } = geometryOfTranspose({ height, width, channels }, filters, {
    ...args,
    kernel: args.kernelSize,
    dilation: args.dilationRate,
  })
  const span = spanOf(args.kernelSize, args.dilationRate)
  const [rows, columns] = [(height - 1) * strides[0] + span[0], (width - 1) * strides[1] + span[1]]
  const whole = tf.conv2dTranspose(
    input,
    dilate(kernel, args.dilationRate),
    [images, rows, columns, filters],
    [strides[0], strides[1]],
    'valid',
  )
  const padded: tf.Tensor4D = tf.pad(whole, [
    [0, 0],
    [0, Math.max(0, before[0] + wanted.height - rows)],
    [0, Math.max(0, before[1] + wanted.width - columns)],
    [0, 0],
  ])
  return tf.slice(padded, [0, before[0], before[1], 0], [images, wanted.height, wanted.width, filters])
}

/** Equal maxima share the gradient. TensorFlow.js gives the whole of it to each of them. */
function globalMaximum(input: tf.Tensor4D): tf.Tensor {
  const maximum = tf.customGrad((x, save) => {
    const value = tf.max(x as tf.Tensor, [1, 2], true)
    const keep = save as tf.GradSaveFunc
    keep([x as tf.Tensor, value])
    const gradFunc = (gradient: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const isLargest = tf.cast(tf.equal(saved[0]!, saved[1]!), 'float32')
      return tf.mul(gradient, tf.div(isLargest, tf.sum(isLargest, [1, 2], true)))
    }
    return { value, gradFunc }
  })
  return maximum(input)
}

/** Of a padded window TensorFlow.js takes the mean over the pixels in the image, but its gradient is that of the mean over all. */
function averagePool(
  input: tf.Tensor4D,
  { poolSize, strides, padding }: Parameters<typeof averagePooling2d.outputShape>[0],
): tf.Tensor {
  const [, height, width, channels] = input.shape
  const steps = strides ?? poolSize
  const size = { height, width, channels }
  const { before, output } = geometryOf(size, channels, { kernel: poolSize, strides: steps, dilation: [1, 1], padding })
  const pad = (values: tf.Tensor4D): tf.Tensor4D =>
    tf.pad(values, [
      [0, 0],
      [before[0], Math.max(0, (output.height - 1) * steps[0] + poolSize[0] - height - before[0])],
      [before[1], Math.max(0, (output.width - 1) * steps[1] + poolSize[1] - width - before[1])],
      [0, 0],
    ])
  const pool = (values: tf.Tensor4D): tf.Tensor4D =>
    tf.avgPool(pad(values), [poolSize[0], poolSize[1]], [steps[0], steps[1]], 'valid')
  return tf.div(pool(input), pool(tf.ones([1, height, width, 1])))
}

/** The kernel with zeros between its taps, since TensorFlow.js has no gradients of dilated convolutions. */
function dilate(kernel: tf.Tensor4D, [down, across]: Pair): tf.Tensor4D {
  if (down === 1 && across === 1) return kernel
  const [rows, columns, inputs, outputs] = kernel.shape
  const rest = inputs * outputs
  const spread = tf.pad(tf.reshape(kernel, [rows, columns, rest]), [
    [0, 0],
    [0, 0],
    [0, (across - 1) * rest],
  ])
  const width = columns * across
  const whole = tf.pad(tf.reshape(spread, [rows, width * rest]), [
    [0, 0],
    [0, (down - 1) * width * rest],
  ])
  const [height, span] = [(rows - 1) * down + 1, (columns - 1) * across + 1]
  const taps: tf.Tensor4D = tf.reshape(whole, [rows * down, width, inputs, outputs])
  return tf.slice(taps, [0, 0, 0, 0], [height, span, inputs, outputs])
}

type UpSamplingArgs = Parameters<typeof upSampling2d.outputShape>[0]

/**
 * As a product along each axis. TensorFlow.js has no gradient of the bilinear resizing that Keras does, and that of its other one on the
 * processor reads the first image for all.
 */
function resize(input: tf.Tensor4D, { size: [down, across], interpolation }: UpSamplingArgs): tf.Tensor4D {
  const [images, height, width, channels] = input.shape
  const rows = tf.matMul(
    sharesOf(height, down, interpolation, images),
    tf.reshape(input, [images, height, width * channels]),
  )
  const columns: tf.Tensor3D = tf.reshape(rows, [images * height * down, width, channels])
  const resized = tf.matMul(sharesOf(width, across, interpolation, images * height * down), columns)
  return tf.reshape(resized, [images, height * down, width * across, channels])
}

/** The share of each of `length` values in each of the new ones; `copies` of it. */
function sharesOf(
  length: number,
  factor: number,
  interpolation: UpSamplingArgs['interpolation'],
  copies: number,
): tf.Tensor3D {
  const shares = Float32Array.from({ length: length * length * factor }, (_, at) => {
    const [to, from] = [Math.floor(at / length), at % length]
    if (interpolation === 'nearest') return Number(Math.floor(to / factor) === from)
    const place = (to + 0.5) / factor - 0.5
    return Math.max(0, 1 - Math.abs(Math.min(length - 1, Math.max(0, place)) - from))
  })
  return tf.tile(tf.tensor3d(shares, [1, length * factor, length]), [copies, 1, 1])
}
