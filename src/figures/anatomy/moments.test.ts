import { describe, expect, it } from 'vitest'
import { formatValue, momentsOf, thinned } from './moments'

describe('moments', () => {
  it('are in order, and a look at the model comes last', () => {
    const anatomy = { images: 64, batch: 16, weights: [], layers: [] }
    const all = [0, 4].map((epoch) => ({ ...anatomy, epoch }))
    expect(momentsOf({ stride: 4, all }, anatomy).map(({ name, says }) => [name, says])).toEqual([
      ['0', 'before the first step'],
      ['4', 'after epoch 4'],
      ['now', 'of the model at hand'],
    ])
    expect(momentsOf(undefined, undefined)).toEqual([])
  })

  it('are thinned to what can be drawn, the chosen one among them', () => {
    const all = Array.from({ length: 100 }, (_, at) => at)
    const few = thinned(all, 37, 24)
    expect(few.length).toBeLessThanOrEqual(24)
    expect([few[0], few.at(-1), few.includes(37)]).toEqual([0, 99, true])
    expect(thinned([1, 2], 0, 24)).toEqual([1, 2])
  })

  it('have values of few digits', () => {
    expect([0, 0.12345, -3.2e-7, 123456, null].map(formatValue)).toEqual(['0', '0.123', '-3.2e-7', '1.2e+5', '–'])
  })
})
