import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-layers'
import { beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import { registerConv2dGradient, type Window } from './conv2dGradient'

beforeAll(async () => {
  await tf.setBackend('cpu')
  registerConv2dGradient()
})

interface Case extends Window {
  readonly input: [number, number, number, number]
  readonly kernel: [number, number, number, number]
  readonly activation: 'linear' | 'relu'
}

const CASES: Case[] = [
  {
    input: [2, 5, 6, 2],
    kernel: [3, 3, 2, 3],
    strides: [1, 1],
    padding: 'same',
    dilationRate: [1, 1],
    activation: 'relu',
  },
  {
    input: [2, 7, 7, 1],
    kernel: [3, 3, 1, 2],
    strides: [1, 1],
    padding: 'valid',
    dilationRate: [2, 2],
    activation: 'linear',
  },
  {
    input: [2, 6, 7, 2],
    kernel: [3, 2, 2, 2],
    strides: [1, 1],
    padding: 'same',
    dilationRate: [2, 3],
    activation: 'relu',
  },
  {
    input: [1, 7, 8, 2],
    kernel: [3, 3, 2, 2],
    strides: [2, 3],
    padding: 'same',
    dilationRate: [1, 1],
    activation: 'linear',
  },
  {
    input: [3, 8, 6, 1],
    kernel: [2, 4, 1, 2],
    strides: [3, 2],
    padding: 'valid',
    dilationRate: [1, 1],
    activation: 'relu',
  },
  {
    input: [1, 4, 4, 40],
    kernel: [2, 2, 40, 3],
    strides: [1, 1],
    padding: 'same',
    dilationRate: [1, 1],
    activation: 'relu',
  },
  {
    input: [2, 1, 1, 3],
    kernel: [1, 1, 3, 4],
    strides: [1, 1],
    padding: 'valid',
    dilationRate: [1, 1],
    activation: 'linear',
  },
]

const title = ({ input, kernel, strides, padding, dilationRate, activation }: Case): string =>
  `input ${input.join('x')}, kernel ${kernel.join('x')}, strides ${strides.join('x')}, ${padding}, dilation ${dilationRate.join('x')}, ${activation}`

describe('the gradient of a convolution', () => {
  const both = [
    ...CASES.map((one) => [title(one), tf.FusedConv2D, one] as const),
    ...CASES.filter(({ input }) => input[3] === 1).map((one) => [title(one), tf.FusedDepthwiseConv2D, one] as const),
  ]
  it.each(both)('agrees with finite differences: %s by %s', (_, kernelName, one) => {
    const random = createRandom(1)
    const draw = (shape: readonly number[]): Float32Array =>
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal())
    const values = { x: draw(one.input), filter: draw(one.kernel), bias: draw([one.kernel[3]]) }
    const shapes = { x: one.input, filter: one.kernel, bias: [one.kernel[3]] }

    // The loss weighs each output differently, so that a gradient that lands in the wrong place shows.
    const lossOf = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor): tf.Scalar => {
      const y: tf.Tensor = tf
        .engine()
        .runKernel(
          kernelName,
          { x, filter, bias },
          { ...one, strides: [...one.strides], pad: one.padding, dataFormat: 'NHWC', dilations: [...one.dilationRate] },
        )
      const weights = Float32Array.from({ length: y.size }, (__, i) => Math.sin(i + 1))
      return tf.sum(tf.mul(y, tf.tensor(weights, y.shape)))
    }
    const tensors = (['x', 'filter', 'bias'] as const).map((name) => tf.tensor(values[name], shapes[name]))
    const gradients = tf
      .grads(lossOf as (...args: tf.Tensor[]) => tf.Tensor)(tensors)
      .map((t) => t.dataSync())

    // One float64 convolution by plain loops is the reference: TensorFlow.js's forward pass is too coarse to take differences of.
    const reference = (v: typeof values): number => plainLoss(v, one)
    for (const [k, name] of (['x', 'filter', 'bias'] as const).entries()) {
      expect(gradients[k]).toHaveLength(values[name].length)
      for (let i = 0; i < values[name].length; i++) {
        const moved = (by: number): number => {
          const copy = Float64Array.from(values[name])
          copy[i]! += by
          return reference({ ...values, [name]: copy })
        }
        const difference = (moved(1e-6) - moved(-1e-6)) / 2e-6
        expect(gradients[k]![i], `${name}[${i}]`).toBeCloseTo(difference, 3)
      }
    }
  })
})

type Numbers = { readonly length: number; readonly [index: number]: number }

/** The same loss in float64, from the definition of Keras's Conv2D. */
function plainLoss(values: { x: Numbers; filter: Numbers; bias: Numbers }, one: Case): number {
  const [batch, height, width, channels] = one.input
  const [kernelRows, kernelColumns, , filters] = one.kernel
  const size = (length: number, taps: number, stride: number, dilation: number): { places: number; before: number } => {
    const span = (taps - 1) * dilation + 1
    if (one.padding === 'valid') return { places: Math.floor((length - span) / stride) + 1, before: 0 }
    const places = Math.ceil(length / stride)
    return { places, before: Math.floor(Math.max(0, (places - 1) * stride + span - length) / 2) }
  }
  const rows = size(height, kernelRows, one.strides[0], one.dilationRate[0])
  const columns = size(width, kernelColumns, one.strides[1], one.dilationRate[1])
  let loss = 0
  let output = 0
  for (let n = 0; n < batch; n++)
    for (let r = 0; r < rows.places; r++)
      for (let c = 0; c < columns.places; c++)
        for (let f = 0; f < filters; f++) {
          let sum = values.bias[f]!
          for (let i = 0; i < kernelRows; i++)
            for (let j = 0; j < kernelColumns; j++) {
              const y = r * one.strides[0] + i * one.dilationRate[0] - rows.before
              const x = c * one.strides[1] + j * one.dilationRate[1] - columns.before
              if (y < 0 || y >= height || x < 0 || x >= width) continue
              for (let k = 0; k < channels; k++)
                sum +=
                  values.x[((n * height + y) * width + x) * channels + k]! *
                  values.filter[((i * kernelColumns + j) * channels + k) * filters + f]!
            }
          loss += Math.sin(++output) * (one.activation === 'relu' ? Math.max(0, sum) : sum)
        }
  return loss
}
