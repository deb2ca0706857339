/**
 * The gradient of a convolution with bias and relu, for training.
 *
 * TensorFlow.js 4.22 has none for a dilation rate above 1, fuses neither bias nor activation when there is a gradient to take, and its
 * WebGPU kernel for the filter gradient gives each weight to a single thread. Here the fused kernel gets a gradient made of matrix
 * products, one a kernel tap. It holds for every stride, padding and dilation, and adds in one fixed order.
 */
import * as tf from '@tensorflow/tfjs-core'

export type Pair = readonly [number, number]

export interface Window {
  readonly strides: Pair
  readonly padding: 'same' | 'valid'
  readonly dilationRate: Pair
}

/** How a window lies over one axis: zeros before and after it, and the distances between taps and between places. */
interface Axis {
  readonly before: number
  readonly after: number
  readonly taps: number
  readonly dilation: number
  readonly stride: number
  readonly places: number
}

/**
 * Registers the gradient of the kernel `FusedConv2D`, and of `FusedDepthwiseConv2D` with one channel, which then is the same. Inputs are x
 * (batch x height x width x channels), filter (rows x columns x channels x filters) and bias (filters); the activation is `linear` or
 * `relu`.
 */
export function registerConv2dGradient(): void {
  registerGradientOf(tf.FusedConv2D)
  registerGradientOf(tf.FusedDepthwiseConv2D)
}

function registerGradientOf(kernelName: string): void {
  tf.registerGradient({
    kernelName,
    inputsToSave: ['x', 'filter'],
    outputsToSave: [true],
    gradFunc(dy, saved, attributes) {
      const [x, filter, y] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D]
      const { strides, pad, dilations, activation } = attributes as unknown as tf.FusedConv2DAttrs
      const window: Window = {
        strides: pairOf(strides),
        padding: pad as Window['padding'],
        dilationRate: pairOf(dilations),
      }
      const dz: tf.Tensor4D =
        activation === 'relu' ? tf.mul<tf.Tensor4D>(dy as tf.Tensor4D, tf.step(y)) : (dy as tf.Tensor4D)
      return {
        x: () => inputGradient(dz, x.shape, filter, window),
        filter: () => filterGradient(dz, x, filter.shape, window),
        bias: () => biasGradient(dz),
      }
    },
  })
}

function pairOf(sizes: number | readonly number[]): Pair {
  return typeof sizes === 'number' ? [sizes, sizes] : [sizes[0] ?? 1, sizes[1] ?? 1]
}

type Shape4D = [number, number, number, number]

/** Rows and columns. `same` puts the odd zero after, as TensorFlow does. */
function axesOf(input: Shape4D, output: Shape4D, kernel: Shape4D, window: Window): readonly [Axis, Axis] {
  const axis = (length: number, places: number, taps: number, stride: number, dilation: number): Axis => {
    const needed = Math.max(0, (places - 1) * stride + (taps - 1) * dilation + 1 - length)
    const before = window.padding === 'same' ? Math.floor(needed / 2) : 0
    return { before, after: needed - before, taps, dilation, stride, places }
  }
  return [
    axis(input[1], output[1], kernel[0], window.strides[0], window.dilationRate[0]),
    axis(input[2], output[2], kernel[1], window.strides[1], window.dilationRate[1]),
  ]
}

/** The transposed convolution. For a dilated window, it is a dilated convolution of dy with the filter turned round. */
function inputGradient(dy: tf.Tensor4D, input: Shape4D, filter: tf.Tensor4D, window: Window): tf.Tensor4D {
  const [rows, columns] = axesOf(input, dy.shape, filter.shape, window)
  if (rows.dilation === 1 && columns.dilation === 1) {
    return tf.conv2dTranspose(dy, filter, input, [rows.stride, columns.stride], window.padding)
  }
  const margin = ({ taps, dilation, before, after }: Axis): [number, number] => {
    const span = (taps - 1) * dilation
    return [span - before, span - after]
  }
  return tf.tidy(() =>
    tf.conv2d(
      tf.pad(dy, [[0, 0], margin(rows), margin(columns), [0, 0]]),
      tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]),
      1,
      'valid',
      'NHWC',
      [rows.dilation, columns.dilation],
    ),
  )
}

function filterGradient(dy: tf.Tensor4D, x: tf.Tensor4D, kernel: Shape4D, window: Window): tf.Tensor4D {
  return tf.tidy(() => {
    const [rows, columns] = axesOf(x.shape, dy.shape, kernel, window)
    const [batch, , , filters] = dy.shape
    const channels = x.shape[3]
    const groups = groupsOf(batch)
    const places = (batch / groups) * rows.places * columns.places
    const padded = tf.pad(x, [
      [0, 0],
      [rows.before, rows.after],
      [columns.before, columns.after],
      [0, 0],
    ])
    const seenBy = (row: number, column: number): tf.Tensor3D => {
      const top = row * rows.dilation
      const left = column * columns.dilation
      const seen = tf.stridedSlice(
        padded,
        [0, top, left, 0],
        [batch, top + (rows.places - 1) * rows.stride + 1, left + (columns.places - 1) * columns.stride + 1, channels],
        [1, rows.stride, columns.stride, 1],
      )
      return tf.reshape<tf.Rank.R3>(seen, [groups, places, channels])
    }
    const taps = Array.from({ length: rows.taps * columns.taps }, (_, tap) =>
      seenBy(Math.floor(tap / columns.taps), tap % columns.taps),
    )
    const perPlace = tf.reshape<tf.Rank.R3>(dy, [groups, places, filters])
    // A few channels don't fill a tile of a matrix product, so all taps go into one product.
    const perGroup: tf.Tensor3D =
      taps.length * channels <= 64
        ? tf.matMul(tf.concat(taps, 2), perPlace, true)
        : tf.concat(
            taps.map((seen) => tf.matMul(seen, perPlace, true)),
            1,
          )
    return tf.reshape<tf.Rank.R4>(sumGroups(perGroup), kernel)
  })
}

/** Into how many parts a batch is divided, so that a product over it keeps more of a GPU busy: a power of two. */
function groupsOf(batch: number): number {
  let groups = 1
  while (groups < 8 && batch % (2 * groups) === 0) groups *= 2
  return groups
}

/** The sum over the first axis, by halves: `tf.sum` over it gives each number of the result a workgroup of its own. */
function sumGroups(groups: tf.Tensor3D): tf.Tensor {
  let sum = tf.reshape<tf.Rank.R2>(groups, [groups.shape[0], -1])
  for (let half = sum.shape[0] / 2; half >= 1; half /= 2) {
    sum = tf.add(tf.slice(sum, [0, 0], [half, -1]), tf.slice(sum, [half, 0], [half, -1]))
  }
  return sum
}

/**
 * Takes the mean over each image and then over the batch, because a sum over all axes except the last first transposes the whole tensor.
 */
function biasGradient(dy: tf.Tensor4D): tf.Tensor1D {
  return tf.tidy(() => {
    const [batch, height, width, filters] = dy.shape
    const perImage = tf.avgPool(dy, [height, width], 1, 'valid')
    const mean = tf.avgPool(tf.reshape<tf.Rank.R4>(perImage, [1, batch, 1, filters]), [batch, 1], 1, 'valid')
    return tf.reshape<tf.Rank.R1>(tf.mul(mean, batch * height * width), [filters])
  })
}
