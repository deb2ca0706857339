import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import type { Pair } from '../../../../model/layers/pair'
import { createRandom } from '../../../../model/random'
import { geometryOf, valuesOf } from '../../plan/geometry'
import { errorOf } from '../errorOf.fixture'
import { runKernels, stateOf } from '../runKernels.fixture'
import { averagePooling2dForward, averagePooling2dInputGradient } from './averagePooling2d'
import { average } from './referenceSliding.fixture'

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
  { input: [6, 6, 4], size: [2, 2], strides: [2, 2], padding: 'valid' },
  { input: [7, 9, 2], size: [2, 2], strides: [2, 2], padding: 'same' },
  { input: [8, 7, 1], size: [3, 3], strides: [1, 2], padding: 'same' },
  { input: [9, 10, 8], size: [3, 2], strides: [2, 1], padding: 'valid' },
  { input: [9, 8, 5], size: [2, 3], strides: [4, 5], padding: 'valid' },
  { input: [1, 1, 1], size: [1, 1], strides: [1, 1], padding: 'valid' },
  { input: [5, 6, 4], size: [5, 6], strides: [1, 1], padding: 'same' },
]

describe('AveragePooling2D', () => {
  it.each(CASES)('agrees with float64 loops: $input, $size every $strides, $padding', async (one) => {
    const [batch, count] = [4, 3]
    const [height, width, channels] = one.input
    const geometry = geometryOf({ height, width, channels }, channels, {
      kernel: one.size,
      strides: one.strides,
      dilation: [1, 1],
      padding: one.padding,
    })
    const random = createRandom(3)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const x = draw(count * valuesOf(geometry.input))
    const source = draw(count * valuesOf(geometry.output))
    const kept = draw(x.length).map(Math.tanh)
    const { means, dx } = average(geometry, count, x, source)

    const common = { geometry, batchSize: batch }
    const actual = await runKernels(
      device,
      [
        averagePooling2dForward({ ...common, input: 'input', output: 'output' }),
        averagePooling2dInputGradient({
          ...common,
          source: 'source',
          gradient: 'gradient',
          kept: { buffer: 'kept', activation: 'tanh' },
        }),
      ],
      { ...stateOf(count), input: x, source, kept },
      { output: means.length, gradient: x.length },
    )
    expect(errorOf(new Float32Array(actual['output']!), means)).toBeLessThan(1e-5)
    const expected = dx.map((value, i) => value * (1 - kept[i]! ** 2))
    expect(errorOf(new Float32Array(actual['gradient']!), expected)).toBeLessThan(1e-5)
  })
})
