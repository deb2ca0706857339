import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import type { Pair } from '../../../../model/layers/pair'
import { createRandom } from '../../../../model/random'
import { errorOf } from '../errorOf.fixture'
import { geometryOf, valuesOf } from '../../plan/geometry'
import { ACTIVATIONS } from './referenceActivations.fixture'
import { pool, poolBackward } from './referenceSliding.fixture'
import { runKernels, stateOf } from '../runKernels.fixture'
import { maxPooling2dForward, maxPooling2dInputGradient } from './maxPooling2d'

let device: GPUDevice
beforeAll(async () => {
  device = (await openNodeGpu()).device
})

const CASES: readonly {
  input: readonly [number, number, number]
  size: Pair
  strides: Pair
  padding: 'same' | 'valid'
}[] = [
  { input: [6, 6, 3], size: [2, 2], strides: [2, 2], padding: 'valid' },
  { input: [7, 9, 2], size: [2, 2], strides: [2, 2], padding: 'same' },
  { input: [8, 7, 1], size: [3, 3], strides: [1, 2], padding: 'same' },
  { input: [9, 10, 4], size: [3, 2], strides: [2, 1], padding: 'valid' },
  { input: [9, 8, 5], size: [2, 3], strides: [4, 5], padding: 'valid' },
  { input: [1, 1, 1], size: [1, 1], strides: [1, 1], padding: 'valid' },
  { input: [5, 6, 2], size: [5, 6], strides: [1, 1], padding: 'same' },
]

describe('MaxPooling2D', () => {
  it.each(CASES)('agrees with float64 loops: $input, $size every $strides, $padding', async (one) => {
    const batch = 3
    const [height, width, channels] = one.input
    const geometry = geometryOf({ height, width, channels }, channels, {
      kernel: one.size,
      strides: one.strides,
      dilation: [1, 1],
      padding: one.padding,
    })
    const random = createRandom(3)
    const length = batch * height * width * channels
    // All negative in places, so that a padded zero would show; with ties, as relu leaves them.
    const x = Float32Array.from({ length }, () => Math.min(0.5, random.normal() - 1))
    const { maxima, origins } = pool(geometry, batch, x)
    const gradient = Float32Array.from(maxima, () => random.normal())
    const dx = poolBackward(origins, gradient, length).map(
      (value, i) => value * ACTIVATIONS.tanh.df(Math.atanh(x[i]! / 8)),
    )

    const kept = { buffer: 'kept', activation: 'tanh' } as const
    const common = { geometry, batchSize: batch, codes: 'codes' }
    const actual = await runKernels(
      device,
      [
        maxPooling2dForward({ ...common, input: 'input', output: 'output' }),
        maxPooling2dInputGradient({ ...common, source: 'source', gradient: 'gradient', kept }),
      ],
      { ...stateOf(batch), input: x, source: gradient, kept: x.map((value) => value / 8) },
      { output: batch * valuesOf(geometry.output), codes: batch * valuesOf(geometry.output), gradient: length },
    )
    expect(errorOf(new Float32Array(actual['output']!), maxima)).toBe(0)
    expect(errorOf(new Float32Array(actual['gradient']!), dx)).toBeLessThan(1e-5)
  })
})
