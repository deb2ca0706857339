import { describe, expect, it } from 'vitest'
import { parseNumber } from './parseNumber'

describe('parseNumber', () => {
  it.each([
    ['500', 500],
    [' 0.001 ', 0.001],
    ['1e-3', 0.001],
    ['0,001', 0.001],
    ['-1,5', -1.5],
    ['1,000', 1000],
    ['4,294,967,295', 4_294_967_295],
    ['', NaN],
    ['many', NaN],
    ['1,00,0', NaN],
  ])('reads %j as %d', (text, value) => {
    expect(parseNumber(text)).toBe(value)
  })
})
