import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../../model/layers/define'
import type { Pair } from '../../../model/layers/pair'
import { createRandom } from '../../../model/random'
import { createLayer } from '../../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { PlanBuilder } from '../plan/lower/builder'
import { lowerConv2d } from '../plan/lower/conv2d'
import { EXECUTORS_OF_CLASSES } from './executors.fixture'
import { errorOf } from '../errorOf.fixture'
import { geometryOf, valuesOf } from '../plan/geometry'
import { COMMON } from '../plan/buffers'
import { ACTIVATIONS } from './referenceActivations.fixture'
import { convolve, convolveBackward, pool, poolBackward } from './referenceSliding.fixture'
import { addPartials, runsOn, stateOf } from '../executor.fixture'
import type { PointwiseName } from '../plan/activations'

interface Case {
  readonly batch?: number
  /** Height, width, channels. */
  readonly input: readonly [number, number, number]
  readonly filters: number
  readonly kernel: Pair
  readonly strides?: Pair
  readonly dilation?: Pair
  readonly padding?: 'same' | 'valid'
  readonly activation?: PointwiseName
  readonly pool?: Pair
}

const CASES: readonly Case[] = [
  { input: [28, 28, 1], filters: 64, kernel: [3, 3], padding: 'same', activation: 'relu', pool: [2, 2] },
  { input: [14, 14, 64], filters: 32, kernel: [3, 3], activation: 'relu', pool: [2, 2] },
  { batch: 5, input: [9, 10, 20], filters: 24, kernel: [3, 3], padding: 'same', activation: 'relu' },
  { batch: 3, input: [8, 12, 20], filters: 24, kernel: [3, 3], padding: 'same', activation: 'relu' },
  { batch: 4, input: [7, 6, 16], filters: 36, kernel: [3, 3], activation: 'gelu', pool: [2, 2] },
  { input: [1, 1, 1], filters: 1, kernel: [1, 1] },
  { input: [1, 1, 4], filters: 3, kernel: [3, 3], padding: 'same' },
  { input: [1, 1, 16], filters: 16, kernel: [3, 3], padding: 'same' },
  { input: [2, 1, 3], filters: 5, kernel: [3, 2], padding: 'same', activation: 'tanh' },
  { input: [14, 14, 1], filters: 6, kernel: [5, 5], padding: 'same', activation: 'tanh', pool: [2, 2] },
  { input: [14, 14, 6], filters: 16, kernel: [5, 5], activation: 'tanh', pool: [2, 2] },
  { input: [9, 9, 4], filters: 4, kernel: [4, 5], padding: 'same', activation: 'relu', pool: [3, 3] },
  { batch: 1, input: [5, 7, 3], filters: 6, kernel: [5, 5], padding: 'same', activation: 'tanh' },
  { input: [9, 11, 2], filters: 5, kernel: [2, 3], padding: 'same', activation: 'elu' },
  { input: [7, 9, 4], filters: 10, kernel: [3, 2], activation: 'selu', pool: [2, 2] },
  { input: [13, 10, 3], filters: 7, kernel: [3, 3], padding: 'same', activation: 'gelu', pool: [3, 2] },
  { input: [12, 8, 5], filters: 4, kernel: [1, 1], activation: 'swish', pool: [4, 4] },
  { input: [10, 13, 4], filters: 8, kernel: [3, 3], strides: [2, 2], padding: 'same', activation: 'softplus' },
  { input: [11, 12, 3], filters: 4, kernel: [2, 4], strides: [3, 2], activation: 'softsign' },
  { input: [9, 9, 2], filters: 3, kernel: [1, 1], strides: [2, 3], padding: 'same', activation: 'relu' },
  { input: [6, 6, 8], filters: 4, kernel: [5, 5], strides: [1, 2], padding: 'same', activation: 'relu' },
  { input: [12, 14, 4], filters: 6, kernel: [3, 3], dilation: [2, 3], padding: 'same', activation: 'sigmoid' },
  { input: [9, 12, 1], filters: 4, kernel: [3, 2], dilation: [3, 2], activation: 'relu', pool: [1, 3] },
  { input: [12, 19, 2], filters: 3, kernel: [11, 9], padding: 'same', activation: 'relu' },
  { input: [3, 4, 4], filters: 80, kernel: [3, 3], padding: 'same', activation: 'linear' },
  { batch: 9, input: [4, 5, 20], filters: 17, kernel: [3, 3], padding: 'same', activation: 'relu', pool: [2, 2] },
  { input: [9, 11, 5], filters: 7, kernel: [3, 4], strides: [2, 3], padding: 'same' },
  { input: [11, 12, 9], filters: 4, kernel: [3, 2], strides: [5, 4] },
  { input: [12, 7, 4], filters: 13, kernel: [5, 1], strides: [2, 1], padding: 'same' },
  { input: [3, 2, 6], filters: 3, kernel: [2, 2], strides: [4, 4], padding: 'same' },
  { input: [10, 11, 4], filters: 6, kernel: [3, 2], dilation: [2, 3], padding: 'same' },
]

const title = ({ input, filters, kernel, strides, dilation, padding, activation, pool }: Case): string =>
  [
    `${input.join('x')} to ${filters}, kernel ${kernel.join('x')}`,
    strides && `strides ${strides.join('x')}`,
    dilation && `dilation ${dilation.join('x')}`,
    padding,
    activation,
    pool && `pool ${pool.join('x')}`,
  ]
    .filter(Boolean)
    .join(', ')

describe.each(EXECUTORS_OF_CLASSES)('Conv2D on %s', (_executor, executor) => {
  it.each(CASES.map((one) => [title(one), one] as const))('agrees with float64 loops: %s', async (_, one) => {
    const { batch = 3, filters, strides = [1, 1], dilation = [1, 1], padding = 'valid', activation = 'relu' } = one
    const [height, width, channels] = one.input
    const geometry = geometryOf({ height, width, channels }, filters, {
      kernel: one.kernel,
      strides,
      dilation,
      padding,
    })
    const kernelLength = one.kernel[0] * one.kernel[1] * channels * filters
    const total = kernelLength + filters
    const args = { filters, kernelSize: one.kernel, strides, dilationRate: dilation, padding, activation }

    const plan = new PlanBuilder(
      batch,
      [
        { key: 'conv2d/kernel', offset: 0, length: kernelLength },
        { key: 'conv2d/bias', offset: kernelLength, length: filters },
      ],
      executor,
    )
    const lowered = lowerConv2d({
      args: createLayer('Conv2D', args).args as Parameters<typeof lowerConv2d>[0]['args'],
      name: 'conv2d',
      index: 0,
      inputs: [],
      input: { buffer: 'input', gradient: 'input gradient', shape: one.input },
      frozen: false,
      next: one.pool && { ...createLayer('MaxPooling2D', { poolSize: one.pool }), id: 'pool' },
      plan,
    })
    expect(lowered.tookNext).toBe(one.pool ? true : undefined)
    const outputLength = plan.buffers.find(({ name }) => name === 'conv2d output')!.bytes / 4

    const random = createRandom(1)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const x = draw(batch * height * width * channels)
    const weights = draw(total)
    const upstream = draw(outputLength)
    const kernel = weights.subarray(0, kernelLength)
    const bias = weights.subarray(kernelLength)

    const sums = convolve(geometry, batch, x, kernel, bias)
    const { f, df } = ACTIVATIONS[activation]
    let expected: Float64Array = sums.map(f)
    // The kernels that make a gradient multiply it by the derivative of the activation before: here, the test does.
    let gradient: Float64Array
    const poolGeometry =
      one.pool &&
      geometryOf(geometry.output, filters, { kernel: one.pool, strides: one.pool, dilation: [1, 1], padding: 'valid' })
    const upstreamOfSums = new Float32Array(outputLength)
    if (poolGeometry) {
      const { maxima, origins } = pool(poolGeometry, batch, expected)
      expected = maxima
      upstream.forEach((value, i) => (upstreamOfSums[i] = value * df(sums[origins[i]!]!)))
      gradient = poolBackward(origins, upstreamOfSums, sums.length)
    } else {
      upstream.forEach((value, i) => (upstreamOfSums[i] = value * df(sums[i]!)))
      gradient = Float64Array.from(upstreamOfSums)
    }
    const { dx, dKernel, dBias } = convolveBackward(geometry, batch, x, kernel, gradient)

    const sgd = {
      kind: 'optimize',
      layer: 'optimizer',
      rule: { name: 'sgd', ...DEFAULT_RECIPE.sgd },
      segments: plan.segments,
      penalties: [],
      total,
    } as const
    const inputs = { ...stateOf(batch, { learningRate: 1 }), input: x, [COMMON.weights]: weights }
    const outputs = Object.fromEntries(plan.buffers.map(({ name, bytes }) => [name, bytes / 4]))
    const actual = await executor.run(
      [...plan.forward, ...plan.backward, sgd],
      // Where the pool's codes mark what a ReLU made 0, the gradient is not multiplied by the derivative.
      { ...inputs, 'conv2d gradient': lowered.output.kept ? upstreamOfSums : upstream },
      { ...outputs, 'input gradient': batch * valuesOf(geometry.input), [COMMON.weights]: total },
    )
    const read = (name: string): Float32Array => new Float32Array(actual[name]!)
    expect(errorOf(read('conv2d output'), expected)).toBeLessThan(1e-5)
    expect(errorOf(read('input gradient'), dx)).toBeLessThan(1e-5)
    const updated = read(COMMON.weights)
    const change = weights.map((before, i) => before - updated[i]!)
    expect(errorOf(change.subarray(0, kernelLength), dKernel)).toBeLessThan(1e-5)
    expect(errorOf(change.subarray(kernelLength), dBias)).toBeLessThan(1e-5)
  })
})

describe.each(EXECUTORS_OF_CLASSES)('Conv2D without a bias on %s', (_executor, executor) => {
  it.each([
    { input: [9, 11, 2], filters: 5, kernel: [2, 3], activation: 'gelu' },
    { input: [8, 8, 4], filters: 6, kernel: [3, 3], activation: 'relu', pool: [2, 2] },
  ] as const)('agrees with float64 loops: $input to $filters, $activation', async (one) => {
    const batch = 3
    const splits = runsOn(executor, 4)
    const { filters, activation } = one
    const [height, width, channels] = one.input
    const side = { strides: [1, 1], dilation: [1, 1], padding: 'same' } as const
    const geometry = geometryOf({ height, width, channels }, filters, { kernel: one.kernel, ...side })
    const kernelLength = sizeOf(one.kernel) * channels * filters
    const random = createRandom(2)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const x = draw(batch * valuesOf(geometry.input))
    const weights = draw(3 + kernelLength)
    const gradient = draw(batch * valuesOf(geometry.output))

    const kernel = weights.subarray(3)
    const values = convolve(geometry, batch, x, kernel, new Float32Array(filters)).map(ACTIVATIONS[activation].f)
    const size = 'pool' in one ? one.pool : undefined
    const pooled =
      size && geometryOf(geometry.output, filters, { kernel: size, strides: size, dilation: [1, 1], padding: 'valid' })
    const expected = pooled ? pool(pooled, batch, values).maxima : values
    const { dKernel } = convolveBackward(geometry, batch, x, kernel, gradient)

    const common = { layer: 'conv2d', geometry, batchSize: batch, input: 'input' }
    const source = { size: geometry.output, buffer: 'source' }
    const actual = await executor.run(
      [
        {
          kind: 'conv2dForward',
          ...common,
          activation,
          kernelOffset: 3,
          output: 'output',
          sums: 'sums',
          ...(pooled ? { pool: { size: pooled.kernel, output: pooled.output, codes: 'codes' } } : {}),
        },
        { kind: 'filterGradient', ...common, source, bias: false, partials: 'partials', splits },
      ],
      { ...stateOf(batch), input: x, [COMMON.weights]: weights, source: gradient },
      { output: expected.length, sums: values.length, codes: expected.length, partials: splits * kernelLength },
    )
    const read = (name: string): Float32Array => new Float32Array(actual[name]!)
    expect(errorOf(read('output'), expected)).toBeLessThan(1e-5)
    expect(errorOf(addPartials(read('partials'), kernelLength), dKernel)).toBeLessThan(1e-5)
  })
})
