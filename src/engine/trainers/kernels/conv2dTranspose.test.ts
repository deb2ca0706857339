import { describe, expect, it } from 'vitest'
import type { Pair } from '../../../model/layers/pair'
import { createRandom } from '../../../model/random'
import type { PointwiseName } from '../plan/activations'
import { COMMON } from '../plan/buffers'
import { geometryOfTranspose, valuesOf } from '../plan/geometry'
import { errorOf } from '../errorOf.fixture'
import { addPartials, runsOn, stateOf } from '../executor.fixture'
import { EXECUTORS_OF_CLASSES } from './executors.fixture'
import { ACTIVATIONS } from './referenceActivations.fixture'
import { convolve, convolveBackward } from './referenceSliding.fixture'

interface Case {
  /** Height, width, channels. */
  readonly input: readonly [number, number, number]
  readonly filters: number
  readonly kernel: Pair
  readonly strides?: Pair
  readonly dilation?: Pair
  readonly padding?: 'same' | 'valid'
  readonly outputPadding?: Pair
  readonly activation?: PointwiseName
  readonly bias?: false
}

const CASES: readonly Case[] = [
  { input: [5, 6, 4], filters: 8, kernel: [3, 3], strides: [2, 2], padding: 'same', activation: 'relu' },
  { input: [4, 5, 3], filters: 5, kernel: [3, 2], strides: [2, 3], activation: 'gelu' },
  { input: [6, 7, 4], filters: 3, kernel: [3, 3], padding: 'same', activation: 'tanh' },
  { input: [5, 4, 2], filters: 6, kernel: [2, 4], bias: false },
  { input: [6, 5, 4], filters: 4, kernel: [3, 2], dilation: [2, 3], padding: 'same' },
  { input: [4, 4, 3], filters: 2, kernel: [1, 2], strides: [3, 3], padding: 'same', bias: false },
  { input: [3, 4, 2], filters: 17, kernel: [4, 3], strides: [2, 2], padding: 'same', outputPadding: [1, 0] },
  { input: [3, 4, 8], filters: 4, kernel: [2, 3], strides: [3, 2], outputPadding: [2, 1], activation: 'swish' },
  { input: [1, 1, 1], filters: 1, kernel: [2, 2], strides: [2, 2] },
  { input: [9, 11, 5], filters: 7, kernel: [3, 4], strides: [2, 3], padding: 'same' },
  { input: [11, 12, 9], filters: 4, kernel: [3, 2], strides: [5, 4] },
  { input: [12, 7, 4], filters: 13, kernel: [5, 1], strides: [2, 1], padding: 'same' },
  { input: [3, 2, 6], filters: 3, kernel: [2, 2], strides: [4, 4], padding: 'same' },
  { input: [10, 11, 4], filters: 6, kernel: [3, 2], dilation: [2, 3], padding: 'same' },
]

const title = ({
  input,
  filters,
  kernel,
  strides = [1, 1],
  dilation = [1, 1],
  padding = 'valid',
  ...one
}: Case): string =>
  `${input.join('x')} to ${filters}, kernel ${kernel.join('x')}, every ${strides.join('x')}, dilation ${dilation.join('x')}, ${padding}, ${String(one.outputPadding)}`

describe.each(EXECUTORS_OF_CLASSES)('Conv2DTranspose on %s', (_executor, executor) => {
  it.each(CASES.map((one) => [title(one), one] as const))('agrees with float64 loops: %s', async (_, one) => {
    const [batch, count, offset, splits] = [4, 3, 2, runsOn(executor, 3)]
    const { strides = [1, 1], dilation = [1, 1], padding = 'valid', activation = 'linear', bias = true } = one
    const { filters, outputPadding = null } = one
    const [height, width, channels] = one.input
    // Of the convolution that is run backwards: its input is the output of the layer.
    const geometry = geometryOfTranspose({ height, width, channels }, filters, {
      kernel: one.kernel,
      strides,
      dilation,
      padding,
      outputPadding,
    })
    const taps = one.kernel[0] * one.kernel[1]
    const random = createRandom(1)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const x = draw(count * height * width * channels)
    const kernel = draw(taps * filters * channels)
    const biases = bias ? draw(filters) : new Float32Array(filters)
    const source = draw(count * valuesOf(geometry.input))
    const kept = draw(x.length).map(Math.tanh)

    const sums = convolveBackward(geometry, count, source, kernel, x).dx.map((sum, i) => sum + biases[i % filters]!)
    const dx = convolve(geometry, count, source, kernel, new Float32Array(channels))
    const { dKernel } = convolveBackward(geometry, count, source, kernel, x)
    const dBias = addPartials(source, filters)

    const common = { layer: 'layer', geometry, batchSize: batch }
    const actual = await executor.run(
      [
        {
          kind: 'transposeKernel',
          layer: 'layer',
          taps,
          inputs: filters,
          outputs: channels,
          turned: Math.max(...strides) === 1,
          kernelOffset: offset,
          transposed: 'transposed',
        },
        {
          kind: 'conv2dTransposeForward',
          ...common,
          activation,
          input: 'input',
          kernel: 'transposed',
          ...(bias ? { biasOffset: offset + kernel.length } : {}),
          output: 'output',
          sums: 'sums',
        },
        {
          kind: 'conv2dTransposeInputGradient',
          ...common,
          source: 'source',
          kernelOffset: offset,
          gradient: 'gradient',
          kept: { buffer: 'kept', activation: 'tanh' },
        },
        {
          kind: 'filterGradient',
          ...common,
          input: 'source',
          source: { size: geometry.output, buffer: 'input' },
          bias: false,
          partials: 'partials',
          splits,
        },
        {
          kind: 'biasGradient',
          layer: 'layer',
          size: geometry.input,
          batchSize: batch,
          source: 'source',
          partials: 'bias partials',
          splits,
        },
      ],
      { ...stateOf(count), [COMMON.weights]: Float32Array.of(9, 9, ...kernel, ...biases), input: x, source, kept },
      {
        transposed: kernel.length,
        output: sums.length,
        sums: sums.length,
        gradient: x.length,
        partials: splits * kernel.length,
        'bias partials': splits * filters,
      },
    )
    const read = (name: string): Float32Array => new Float32Array(actual[name]!)
    expect(errorOf(read('output'), sums.map(ACTIVATIONS[activation].f))).toBeLessThan(1e-5)
    expect(
      errorOf(
        read('gradient'),
        dx.map((value, i) => value * (1 - kept[i]! ** 2)),
      ),
    ).toBeLessThan(1e-5)
    expect(errorOf(addPartials(read('partials'), kernel.length), dKernel)).toBeLessThan(1e-5)
    expect(errorOf(addPartials(read('bias partials'), filters), dBias)).toBeLessThan(1e-5)
  })
})
