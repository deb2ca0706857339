import { describe, expect, it } from 'vitest'
import type { Pair } from '../../../model/layers/pair'
import { createRandom } from '../../../model/random'
import { valuesOf } from '../plan/geometry'
import { errorOf } from '../errorOf.fixture'
import { stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'

const CASES: readonly { from: Pair; to: Pair; offset: Pair; channels: number }[] = [
  { from: [3, 4], to: [6, 5], offset: [2, 0], channels: 4 },
  { from: [7, 6], to: [3, 4], offset: [-3, -1], channels: 3 },
  { from: [5, 5], to: [4, 8], offset: [-1, 2], channels: 1 },
  { from: [2, 2], to: [2, 2], offset: [0, 0], channels: 5 },
]

describe.each(EXECUTORS)('an image in another on %s', (_executor, executor) => {
  it.each(CASES)(
    'lies where plain loops put it: $from in $to at $offset, $channels',
    async ({ offset, channels, ...one }) => {
      const [batch, count] = [4, 3]
      const [from, to] = [one.from, one.to].map(([height, width]) => ({ height, width, channels })) as [
        { height: number; width: number; channels: number },
        { height: number; width: number; channels: number },
      ]
      const random = createRandom(3)
      const x = Float32Array.from({ length: count * valuesOf(from) }, () => random.normal())
      const kept = Float32Array.from({ length: count * valuesOf(to) }, () => Math.tanh(random.normal()))
      const expected = Float64Array.from(kept, (value, at) => {
        const channel = at % channels
        const column = (Math.floor(at / channels) % to.width) - offset[1]
        const row = (Math.floor(at / channels / to.width) % to.height) - offset[0]
        if (row < 0 || row >= from.height || column < 0 || column >= from.width) return 0
        const image = Math.floor(at / valuesOf(to))
        return x[((image * from.height + row) * from.width + column) * channels + channel]! * (1 - value ** 2)
      })
      const actual = await executor.run(
        [
          {
            kind: 'placeImage',
            layer: 'layer',
            batchSize: batch,
            from,
            to,
            offset,
            input: 'input',
            output: 'output',
            kept: { buffer: 'kept', activation: 'tanh' },
          },
        ],
        { ...stateOf(count), input: x, kept },
        { output: expected.length },
      )
      expect(errorOf(new Float32Array(actual['output']!), expected)).toBeLessThan(1e-5)
    },
  )
})
