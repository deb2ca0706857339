import { describe, expect, it } from 'vitest'
import type { Pair } from '../../../model/layers/pair'
import { createRandom } from '../../../model/random'
import type { PointwiseName } from '../plan/activations'
import { COMMON } from '../plan/buffers'
import { geometryOf, valuesOf } from '../plan/geometry'
import { errorOf } from '../errorOf.fixture'
import { addPartials, runsOn, stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { ACTIVATIONS } from './referenceActivations.fixture'
import { convolveDepthwise, convolveDepthwiseBackward } from './referenceSliding.fixture'

interface Case {
  /** Height, width, channels. */
  readonly input: readonly [number, number, number]
  readonly kernel: Pair
  readonly multiplier?: number
  readonly strides?: Pair
  readonly dilation?: Pair
  readonly padding?: 'same' | 'valid'
  readonly activation?: PointwiseName
  readonly bias?: false
  readonly splits?: number
}

const CASES: readonly Case[] = [
  { input: [9, 11, 8], kernel: [3, 3], padding: 'same', activation: 'relu' },
  { input: [8, 7, 4], kernel: [3, 3], strides: [2, 2], padding: 'same', activation: 'gelu', splits: 5 },
  { input: [7, 7, 68], kernel: [5, 5], padding: 'same', activation: 'relu', bias: false },
  { input: [9, 8, 3], kernel: [2, 3], activation: 'tanh', bias: false },
  { input: [8, 9, 3], kernel: [3, 2], multiplier: 2, padding: 'same', activation: 'relu', splits: 7 },
  { input: [10, 9, 2], kernel: [3, 3], multiplier: 3, strides: [2, 3], activation: 'swish' },
  { input: [11, 13, 4], kernel: [3, 3], dilation: [2, 3], padding: 'same' },
  { input: [11, 13, 2], kernel: [3, 2], dilation: [3, 2], multiplier: 4 },
  { input: [5, 6, 4], kernel: [1, 1], strides: [3, 2], padding: 'same' },
  { input: [12, 17, 4], kernel: [7, 9], padding: 'same', bias: false },
  { input: [1, 1, 1], kernel: [3, 3], padding: 'same' },
  { input: [4, 2, 20], kernel: [2, 2], strides: [2, 2] },
  { input: [13, 9, 6], kernel: [2, 11], strides: [3, 1], padding: 'same' },
  { input: [11, 10, 2], kernel: [3, 3], multiplier: 3, strides: [2, 4] },
  { input: [11, 13, 2], kernel: [3, 2], multiplier: 5, dilation: [3, 2] },
  { input: [9, 11, 5], kernel: [2, 1], strides: [5, 4], padding: 'same' },
  { input: [8, 3, 1], kernel: [8, 3] },
]

const title = ({
  input,
  kernel,
  multiplier = 1,
  strides = [1, 1],
  dilation = [1, 1],
  padding = 'valid',
}: Case): string =>
  `${input.join('x')}, kernel ${kernel.join('x')} x ${multiplier}, every ${strides.join('x')}, dilation ${dilation.join('x')}, ${padding}`

describe.each(EXECUTORS)('DepthwiseConv2D on %s', (_executor, executor) => {
  it.each(CASES.map((one) => [title(one), one] as const))('agrees with float64 loops: %s', async (_, one) => {
    const [batch, count, offset] = [4, 3, 2]
    const { multiplier = 1, strides = [1, 1], dilation = [1, 1], padding = 'valid', activation = 'linear' } = one
    const { bias = true } = one
    const splits = runsOn(executor, one.splits ?? 1)
    const [height, width, channels] = one.input
    const filters = channels * multiplier
    const geometry = geometryOf({ height, width, channels }, filters, {
      kernel: one.kernel,
      strides,
      dilation,
      padding,
    })
    const kernelLength = one.kernel[0] * one.kernel[1] * filters
    const random = createRandom(1)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const x = draw(count * valuesOf(geometry.input))
    const kernel = draw(kernelLength)
    const biases = bias ? draw(filters) : new Float32Array(filters)
    const source = draw(count * valuesOf(geometry.output))
    const kept = draw(x.length).map(Math.tanh)

    const sums = convolveDepthwise(geometry, count, x, kernel, biases)
    const { dx, dKernel, dBias } = convolveDepthwiseBackward(geometry, count, x, kernel, source)
    const length = kernelLength + (bias ? filters : 0)

    const common = { layer: 'layer', geometry, batchSize: batch, kernelOffset: offset }
    const actual = await executor.run(
      [
        {
          kind: 'depthwiseConv2dForward',
          ...common,
          activation,
          input: 'input',
          ...(bias ? { biasOffset: offset + kernelLength } : {}),
          output: 'output',
          sums: 'sums',
        },
        {
          kind: 'depthwiseConv2dInputGradient',
          ...common,
          source: 'source',
          gradient: 'gradient',
          kept: { buffer: 'kept', activation: 'tanh' },
        },
        {
          kind: 'depthwiseFilterGradient',
          ...common,
          input: 'input',
          source: 'source',
          bias,
          partials: 'partials',
          splits,
        },
      ],
      { ...stateOf(count), [COMMON.weights]: Float32Array.of(9, 9, ...kernel, ...biases), input: x, source, kept },
      { output: sums.length, sums: sums.length, gradient: x.length, partials: splits * length },
    )
    const read = (name: string): Float32Array => new Float32Array(actual[name]!)
    expect(errorOf(read('output'), sums.map(ACTIVATIONS[activation].f))).toBeLessThan(1e-5)
    expect(
      errorOf(
        read('gradient'),
        dx.map((value, i) => value * (1 - kept[i]! ** 2)),
      ),
    ).toBeLessThan(1e-5)
    const gradients = addPartials(read('partials'), length)
    expect(errorOf(gradients.subarray(0, kernelLength), dKernel)).toBeLessThan(1e-5)
    if (bias) expect(errorOf(gradients.subarray(kernelLength), dBias)).toBeLessThan(1e-5)
  })
})
