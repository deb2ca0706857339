import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import { errorOf } from '../errorOf.fixture'
import { isLeftBehind, stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { ACTIVATIONS } from './referenceActivations.fixture'

describe.each(EXECUTORS)('joinGradients on %s', (_executor, executor) => {
  it.each([
    { readers: 1, values: 7, scale: -1, isKept: false },
    { readers: 2, values: 12, scale: 1, isKept: true },
    { readers: 5, values: 9, scale: 1, isKept: true },
    { readers: 6, values: 16, scale: 0.5, isKept: true },
    { readers: 13, values: 8, scale: 1, isKept: false },
  ])('adds up $readers gradients of $values values', async ({ readers, values, scale, isKept }) => {
    const [batch, count] = [5, 4]
    const random = createRandom(7)
    const draw = (): Float32Array<ArrayBuffer> => Float32Array.from({ length: batch * values }, () => random.normal())
    const sources = Object.fromEntries(Array.from({ length: readers }, (_, i) => [`gradient ${i}`, draw()]))
    const sums = draw()
    const expected = Float64Array.from({ length: count * values }, (_, at) => {
      const sum = Object.values(sources).reduce((all, source) => all + source[at]!, 0)
      return scale * sum * (isKept ? ACTIVATIONS.tanh.df(Math.atanh(sums[at]! / 8)) : 1)
    })
    const kept = isKept ? { kept: { buffer: 'kept', activation: 'tanh' } as const } : {}
    const spec = { batchSize: batch, values, sources: Object.keys(sources), scale, gradient: 'gradient', ...kept }
    const inputs = { ...stateOf(count), ...sources, kept: sums.map((value) => value / 8) }
    const { gradient } = await executor.run([{ kind: 'joinGradients', layer: 'layer', ...spec }], inputs, {
      gradient: batch * values,
    })
    const actual = new Float32Array(gradient!)
    expect(errorOf(actual.subarray(0, count * values), expected)).toBeLessThan(1e-5)
    // The place of an image that the batch does not have is left alone.
    expect(isLeftBehind(executor, gradient, count * values)).toBe(true)
  })

  it('adds a gradient twice where one reader reads the value twice', async () => {
    const spec = { batchSize: 2, values: 4, sources: ['source', 'source'], scale: 1, gradient: 'gradient' }
    const source = Float32Array.from({ length: 8 }, (_, i) => i)
    const { gradient } = await executor.run(
      [{ kind: 'joinGradients', layer: 'layer', ...spec }],
      { ...stateOf(2), source },
      { gradient: 8 },
    )
    expect([...new Float32Array(gradient!)]).toEqual([0, 2, 4, 6, 8, 10, 12, 14])
  })
})
