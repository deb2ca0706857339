import { describe, expect, it } from 'vitest'
import { CURVES } from './curveText'

describe('the ticks of the loss axis', () => {
  it.each([
    [0, '0'],
    [0.0025, '0.0025'],
    [7500, '7500'],
    [12_500, '1.25e4'],
    [2.5e34, '2.5e34'],
    [2e-7, '2e-7'],
  ])('write %d as %j: short, and never rounded', (value, text) => {
    expect(CURVES.loss.formatTick(value)).toBe(text)
    expect(Number(text)).toBe(value)
  })
})
