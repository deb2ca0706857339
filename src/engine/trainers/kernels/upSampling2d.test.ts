import { describe, expect, it } from 'vitest'
import type { Pair } from '../../../model/layers/pair'
import { createRandom } from '../../../model/random'
import { valuesOf } from '../plan/geometry'
import { upSampledSize } from '../plan/operations/upSampling2d'
import { errorOf } from '../errorOf.fixture'
import { stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'

/** The share of each old row or column in a new one, as `jax.image.resize` has it: of its neighbours by distance, adding up to 1. */
function sharesOf(at: number, factor: number, length: number, interpolation: string): readonly number[] {
  const place = (at + 0.5) / factor - 0.5
  const weights = Array.from({ length }, (_, i) =>
    interpolation === 'nearest' ? Number(Math.floor(at / factor) === i) : Math.max(0, 1 - Math.abs(place - i)),
  )
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

const CASES: readonly { input: readonly [number, number, number]; factors: Pair }[] = [
  { input: [4, 5, 4], factors: [2, 2] },
  { input: [3, 4, 3], factors: [3, 2] },
  { input: [5, 1, 8], factors: [1, 5] },
  { input: [2, 3, 1], factors: [4, 3] },
]

describe.each(EXECUTORS)('UpSampling2D on %s', (_executor, executor) => {
  describe.each(['nearest', 'bilinear'] as const)('%s', (interpolation) => {
    it.each(CASES)('agrees with float64 loops: $input by $factors', async ({ input, factors }) => {
      const [batch, count] = [4, 3]
      const [height, width, channels] = input
      const size = { height, width, channels }
      const large = upSampledSize(size, factors)
      const random = createRandom(3)
      const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
      const x = draw(count * valuesOf(size))
      const source = draw(count * valuesOf(large))
      const kept = draw(x.length).map(Math.tanh)

      const expected = new Float64Array(source.length)
      const dx = new Float64Array(x.length)
      for (let n = 0; n < count; n++)
        for (let row = 0; row < large.height; row++)
          for (let column = 0; column < large.width; column++)
            sharesOf(row, factors[0], height, interpolation).forEach((down, i) =>
              sharesOf(column, factors[1], width, interpolation).forEach((across, j) => {
                for (let c = 0; c < channels; c++) {
                  const to = ((n * large.height + row) * large.width + column) * channels + c
                  const from = ((n * height + i) * width + j) * channels + c
                  expected[to]! += down * across * x[from]!
                  dx[from]! += down * across * source[to]! * (1 - kept[from]! ** 2)
                }
              }),
            )

      const common = { layer: 'layer', batchSize: batch, size, factors, interpolation }
      const actual = await executor.run(
        [
          { kind: 'upSampling2dForward', ...common, input: 'input', output: 'output' },
          {
            kind: 'upSampling2dInputGradient',
            ...common,
            source: 'source',
            gradient: 'gradient',
            kept: { buffer: 'kept', activation: 'tanh' },
          },
        ],
        { ...stateOf(count), input: x, source, kept },
        { output: expected.length, gradient: x.length },
      )
      expect(errorOf(new Float32Array(actual['output']!), expected)).toBeLessThan(1e-5)
      expect(errorOf(new Float32Array(actual['gradient']!), dx)).toBeLessThan(1e-5)
    })
  })
})
