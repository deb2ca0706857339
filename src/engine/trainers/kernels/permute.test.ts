import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../../model/layers/define'
import { createRandom } from '../../../model/random'
import { inverseOrder } from '../plan/operations/permute'
import { errorOf } from '../errorOf.fixture'
import { stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'

const CASES = [
  { shape: [3, 4, 5], order: [2, 0, 1] },
  { shape: [3, 4, 5], order: [1, 0, 2] },
  { shape: [7, 2], order: [1, 0] },
  { shape: [6], order: [0] },
  { shape: [2, 3, 4, 5], order: [3, 1, 0, 2] },
]

describe.each(EXECUTORS)('axes in another order on %s', (_executor, executor) => {
  it.each(CASES)('agree with plain loops, and come back: $shape, $order', async ({ shape, order }) => {
    const [batch, count] = [4, 3]
    const random = createRandom(3)
    const x = Float32Array.from({ length: count * sizeOf(shape) }, () => random.normal())
    const after = order.map((axis) => shape[axis]!)
    const expected = Float32Array.from(x, (_, at) => {
      let rest = at % sizeOf(shape)
      let place = at - rest
      order.forEach((axis, i) => {
        const inner = sizeOf(after.slice(i + 1))
        place += Math.floor(rest / inner) * sizeOf(shape.slice(axis + 1))
        rest %= inner
      })
      return x[place]!
    })
    const kept = x.map(Math.tanh)
    const common = { layer: 'layer', batchSize: batch, input: 'input', output: 'output' }
    const actual = await executor.run(
      [
        { kind: 'permute', ...common, shape, order },
        {
          kind: 'permute',
          ...common,
          shape: after,
          order: inverseOrder(order),
          input: 'output',
          output: 'back',
          kept: { buffer: 'kept', activation: 'tanh' },
        },
      ],
      { ...stateOf(count), input: x, kept },
      { output: x.length, back: x.length },
    )
    expect(new Float32Array(actual['output']!)).toEqual(expected)
    const back = x.map((value, i) => value * (1 - kept[i]! ** 2))
    expect(errorOf(new Float32Array(actual['back']!), back)).toBeLessThan(1e-5)
  })
})
