import { describe, expect, it } from 'vitest'
import { formatMilliseconds, formatPercent } from './format'

describe('formatMilliseconds', () => {
  it('has the unit that a reader thinks in', () => {
    expect([0, 0.0004, 0.45, 0.9999, 1, 12.34, 999, 1000, 2534].map(formatMilliseconds)).toEqual([
      '0 µs',
      '0 µs',
      '450 µs',
      '1,000 µs',
      '1.00 ms',
      '12.3 ms',
      '999 ms',
      '1.00 s',
      '2.53 s',
    ])
  })
})

describe('formatPercent', () => {
  it('keeps number and sign on one line', () => {
    expect([0.9885, 1, null].map((share) => formatPercent(share))).toEqual(['98.85\u202f%', '100.00\u202f%', '–'])
    expect(formatPercent(1 / 3, 0)).toBe('33\u202f%')
  })
})
