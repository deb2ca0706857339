/** Windows of sizes that make the kernels take their rarer ways: many taps, phases that no tap meets, several filters a channel, wide tails. */
import { describe, expect, it } from 'vitest'
import type { Pair } from '../../../../model/layers/pair'
import { createRandom } from '../../../../model/random'
import { errorOf } from '../../errorOf.fixture'
import { stateOf } from '../../executor.fixture'
import { COMMON } from '../../plan/buffers'
import { geometryOf, geometryOfTranspose, valuesOf, type Geometry } from '../../plan/geometry'
import type { Operation } from '../../plan/operation'
import {
  average,
  convolve,
  convolveBackward,
  convolveDepthwise,
  convolveDepthwiseBackward,
  pool,
  poolBackward,
} from '../../kernels/referenceSliding.fixture'
import { wasmExecutor } from '../wasmExecutor.fixture'

interface Case {
  /** Height, width, channels. */
  readonly input: readonly [number, number, number]
  readonly kernel: Pair
  readonly strides?: Pair
  readonly dilation?: Pair
  readonly padding?: 'same' | 'valid'
  readonly filters?: number
}

/** Two images of a batch of three. */
const [BATCH, COUNT] = [3, 2]
const KERNEL_AT = 3
const kept = { buffer: 'kept', activation: 'tanh' } as const

function prepare({ input, kernel, strides = [1, 1], dilation = [1, 1], padding = 'valid', filters = input[2] }: Case) {
  const [height, width, channels] = input
  const random = createRandom(4)
  return {
    size: { height, width, channels },
    filters,
    args: { kernel, strides, dilation, padding },
    draw: (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal()),
  }
}

/** The gradient of the sums before an activation whose values are `values`. */
function timesSlope(gradient: Float64Array, values: ArrayLike<number>): Float64Array {
  return gradient.map((each, i) => each * (1 - values[i]! ** 2))
}

async function run(
  operations: readonly Operation[],
  { weights, ...inputs }: Readonly<Record<string, Float32Array<ArrayBuffer>>>,
  outputs: Readonly<Record<string, number>>,
) {
  const all = { ...stateOf(COUNT), ...inputs, [COMMON.weights]: Float32Array.of(9, 9, 9, ...(weights ?? [])) }
  const actual = await wasmExecutor.run(operations, all, outputs)
  return (name: string): Float32Array => new Float32Array(actual[name]!)
}

const title = ({ input, kernel, strides, dilation, padding, filters }: Case): string =>
  [
    input.join('x'),
    `kernel ${kernel.join('x')}`,
    filters && `to ${filters}`,
    strides && `every ${strides.join('x')}`,
    dilation && `dilation ${dilation.join('x')}`,
    padding,
  ]
    .filter(Boolean)
    .join(', ')

const titled = (cases: readonly Case[]): readonly (readonly [string, Case])[] =>
  cases.map((one) => [title(one), one] as const)

describe('DepthwiseConv2D', () => {
  const cases: readonly Case[] = [
    { input: [12, 17, 4], kernel: [7, 9], padding: 'same' },
    { input: [7, 7, 68], kernel: [5, 5], padding: 'same' },
    { input: [13, 9, 6], kernel: [2, 11], strides: [3, 1], padding: 'same' },
    { input: [11, 10, 2], kernel: [3, 3], strides: [2, 4], filters: 6 },
    { input: [11, 13, 2], kernel: [3, 2], dilation: [3, 2], filters: 10 },
    { input: [9, 11, 5], kernel: [2, 1], strides: [5, 4], padding: 'same' },
    { input: [8, 3, 1], kernel: [8, 3] },
  ]
  it.each(titled(cases))('agrees with float64 loops: %s', async (_, one) => {
    const { size, filters, args, draw } = prepare(one)
    const geometry = geometryOf(size, filters, args)
    const taps = args.kernel[0] * args.kernel[1]
    const x = draw(COUNT * valuesOf(size))
    const [kernel, bias] = [draw(taps * filters), draw(filters)]
    const source = draw(COUNT * valuesOf(geometry.output))
    const values = draw(x.length).map(Math.tanh)
    const { dx, dKernel, dBias } = convolveDepthwiseBackward(geometry, COUNT, x, kernel, source)
    const common = { layer: 'layer', geometry, batchSize: BATCH, kernelOffset: KERNEL_AT }
    const read = await run(
      [
        {
          kind: 'depthwiseConv2dForward',
          ...common,
          activation: 'linear',
          input: 'input',
          biasOffset: KERNEL_AT + kernel.length,
          output: 'output',
          sums: '',
        },
        { kind: 'depthwiseConv2dInputGradient', ...common, source: 'source', gradient: 'gradient', kept },
        {
          kind: 'depthwiseFilterGradient',
          ...common,
          input: 'input',
          source: 'source',
          bias: true,
          partials: 'partials',
          splits: 1,
        },
      ],
      { weights: Float32Array.of(...kernel, ...bias), input: x, source, kept: values },
      { output: source.length, gradient: x.length, partials: kernel.length + filters },
    )
    expect(errorOf(read('output'), convolveDepthwise(geometry, COUNT, x, kernel, bias))).toBeLessThan(1e-5)
    expect(errorOf(read('gradient'), timesSlope(dx, values))).toBeLessThan(1e-5)
    expect(errorOf(read('partials').subarray(0, kernel.length), dKernel)).toBeLessThan(1e-5)
    expect(errorOf(read('partials').subarray(kernel.length), dBias)).toBeLessThan(1e-5)
  })
})

/** A kernel's taps with channels and filters swapped, in reverse for stride 1. */
function transposed(kernel: Float32Array, geometry: Geometry): Float32Array<ArrayBuffer> {
  const [inputs, outputs] = [geometry.input.channels, geometry.output.channels]
  const isTurned = Math.max(...geometry.strides) === 1
  const result = new Float32Array(kernel.length)
  const taps = kernel.length / (inputs * outputs)
  for (let tap = 0; tap < taps; tap++)
    for (let i = 0; i < inputs; i++)
      for (let o = 0; o < outputs; o++)
        result[((isTurned ? taps - 1 - tap : tap) * outputs + o) * inputs + i] =
          kernel[(tap * inputs + i) * outputs + o]!
  return result
}

const BACKWARDS: readonly Case[] = [
  { input: [9, 11, 5], kernel: [3, 4], strides: [2, 3], padding: 'same', filters: 7 },
  { input: [11, 12, 9], kernel: [3, 2], strides: [5, 4], filters: 4 },
  { input: [12, 7, 4], kernel: [5, 1], strides: [2, 1], padding: 'same', filters: 13 },
  { input: [3, 2, 6], kernel: [2, 2], strides: [4, 4], padding: 'same', filters: 3 },
  { input: [10, 11, 4], kernel: [3, 2], dilation: [2, 3], padding: 'same', filters: 6 },
]

describe('Conv2D', () => {
  it.each(titled(BACKWARDS))('agrees with float64 loops: %s', async (_, one) => {
    const { size, filters, args, draw } = prepare(one)
    const geometry = geometryOf(size, filters, args)
    const kernel = draw(args.kernel[0] * args.kernel[1] * size.channels * filters)
    const source = draw(COUNT * valuesOf(geometry.output))
    const values = draw(COUNT * valuesOf(size)).map(Math.tanh)
    const { dx } = convolveBackward(geometry, COUNT, values, kernel, source)
    const read = await run(
      [
        {
          kind: 'conv2dInputGradient',
          layer: 'layer',
          geometry,
          batchSize: BATCH,
          source: { size: geometry.output, buffer: 'source' },
          kernel: 'kernel',
          gradient: 'gradient',
          kept,
        },
      ],
      { kernel: transposed(kernel, geometry), source, kept: values },
      { gradient: values.length },
    )
    expect(errorOf(read('gradient'), timesSlope(dx, values))).toBeLessThan(1e-5)
  })
})

describe('Conv2DTranspose', () => {
  it.each(titled(BACKWARDS))('agrees with float64 loops: %s', async (_, one) => {
    const { size, filters, args, draw } = prepare(one)
    const geometry = geometryOfTranspose(size, filters, { ...args, outputPadding: null })
    const kernel = draw(args.kernel[0] * args.kernel[1] * size.channels * filters)
    const [x, bias] = [draw(COUNT * valuesOf(size)), draw(filters)]
    const outputs = COUNT * valuesOf(geometry.input)
    const { dx } = convolveBackward(geometry, COUNT, new Float32Array(outputs), kernel, x)
    const source = draw(outputs)
    const common = { layer: 'layer', geometry, batchSize: BATCH }
    const read = await run(
      [
        {
          kind: 'conv2dTransposeForward',
          ...common,
          activation: 'linear',
          input: 'input',
          kernel: 'kernel',
          biasOffset: KERNEL_AT + kernel.length,
          output: 'output',
          sums: '',
        },
        {
          kind: 'conv2dTransposeInputGradient',
          ...common,
          source: 'source',
          kernelOffset: KERNEL_AT,
          gradient: 'gradient',
        },
      ],
      { weights: Float32Array.of(...kernel, ...bias), kernel: transposed(kernel, geometry), input: x, source },
      { output: outputs, gradient: x.length },
    )
    const biased = dx.map((sum, i) => sum + bias[i % filters]!)
    expect(errorOf(read('output'), biased)).toBeLessThan(1e-5)
    const gradient = convolve(geometry, COUNT, source, kernel, new Float32Array(size.channels))
    expect(errorOf(read('gradient'), gradient)).toBeLessThan(1e-5)
  })
})

describe('MaxPooling2D and AveragePooling2D', () => {
  const cases: readonly Case[] = [
    { input: [5, 6, 2], kernel: [5, 6], padding: 'same' },
    { input: [9, 8, 7], kernel: [2, 3], strides: [4, 5] },
    { input: [7, 9, 4], kernel: [2, 2], strides: [2, 2], padding: 'same' },
    { input: [6, 8, 9], kernel: [2, 4], strides: [2, 4] },
    { input: [9, 9, 3], kernel: [5, 5], strides: [2, 1] },
    { input: [2, 3, 5], kernel: [4, 5], strides: [4, 5], padding: 'same' },
  ]
  it.each(titled(cases))('agrees with float64 loops: %s', async (_, one) => {
    const { size, args, draw } = prepare(one)
    const geometry = geometryOf(size, size.channels, args)
    // Negative in places, so that a zero beside the image would show; with ties, as relu leaves them.
    const x = draw(COUNT * valuesOf(size)).map((value) => Math.min(0.5, value - 1))
    const source = draw(COUNT * valuesOf(geometry.output))
    const values = draw(x.length).map(Math.tanh)
    const { maxima, origins } = pool(geometry, COUNT, x)
    const { means, dx } = average(geometry, COUNT, x, source)
    const common = { layer: 'layer', geometry, batchSize: BATCH }
    const read = await run(
      [
        { kind: 'maxPooling2dForward', ...common, input: 'input', output: 'maxima', codes: 'codes' },
        { kind: 'maxPooling2dInputGradient', ...common, source: 'source', codes: 'codes', gradient: 'back', kept },
        { kind: 'averagePooling2dForward', ...common, input: 'input', output: 'means' },
        { kind: 'averagePooling2dInputGradient', ...common, source: 'source', gradient: 'shares', kept },
      ],
      { input: x, source, kept: values },
      { maxima: source.length, codes: source.length, back: x.length, means: source.length, shares: x.length },
    )
    expect(errorOf(read('maxima'), maxima)).toBe(0)
    expect(errorOf(read('back'), timesSlope(poolBackward(origins, source, x.length), values))).toBeLessThan(1e-5)
    expect(errorOf(read('means'), means)).toBeLessThan(1e-5)
    expect(errorOf(read('shares'), timesSlope(dx, values))).toBeLessThan(1e-5)
  })
})
