import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import type { Operation } from '../plan/operation'
import { errorOf } from '../errorOf.fixture'
import { isLeftBehind, stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'

describe.each(EXECUTORS)('Concatenate on %s', (_executor, executor) => {
  it.each([
    { rows: 12, lengths: [8, 4, 16] },
    { rows: 12, lengths: [3, 5] },
    { rows: 1, lengths: [24, 6] },
    { rows: 5, lengths: [4, 2, 4] },
  ])('rows of $lengths stand side by side, and their gradients come apart again', async ({ rows, lengths }) => {
    const [batch, count] = [4, 3]
    const random = createRandom(3)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const inputs = lengths.map((length) => draw(batch * rows * length))
    const whole = lengths.reduce((sum, length) => sum + length, 0)
    const source = draw(batch * rows * whole)
    const begins = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0))
    const operations = lengths.flatMap((length, i): readonly Operation[] => {
      const part = { layer: 'layer', batchSize: batch, rows, length, whole, at: begins[i]! }
      const kept = { buffer: `input ${i}`, activation: 'tanh' } as const
      return [
        { kind: 'concatenateForward', ...part, input: `input ${i}`, output: 'output' },
        {
          kind: 'concatenateInputGradient',
          ...part,
          source: 'source',
          gradient: `gradient ${i}`,
          ...(i > 0 ? { kept } : {}),
        },
      ]
    })
    const actual = await executor.run(
      operations,
      { ...stateOf(count), source, ...Object.fromEntries(inputs.map((values, i) => [`input ${i}`, values])) },
      {
        output: source.length,
        ...Object.fromEntries(inputs.map((values, i) => [`gradient ${i}`, values.length])),
      },
    )
    const expected = Array.from({ length: count * rows }, (_, row) =>
      inputs.flatMap((values, i) => [...values.subarray(row * lengths[i]!, (row + 1) * lengths[i]!)]),
    ).flat()
    const output = new Float32Array(actual['output']!)
    expect([...output.subarray(0, expected.length)]).toEqual(expected)
    expect(isLeftBehind(executor, actual['output'], expected.length)).toBe(true)
    for (const [i, length] of lengths.entries()) {
      const gradient = Float64Array.from({ length: count * rows * length }, (_, at) => {
        const slope = i > 0 ? 1 - inputs[i]![at]! ** 2 : 1
        return source[Math.floor(at / length) * whole + begins[i]! + (at % length)]! * slope
      })
      expect(errorOf(new Float32Array(actual[`gradient ${i}`]!).subarray(0, gradient.length), gradient)).toBeLessThan(
        1e-5,
      )
    }
  })
})
