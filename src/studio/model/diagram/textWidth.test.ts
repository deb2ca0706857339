import { describe, expect, it } from 'vitest'
import { shorten, textWidth } from './textWidth'

const REGULAR = { size: 10, weight: 'regular' } as const

describe('textWidth', () => {
  it('is that of Helvetica', () => {
    // Adobe's metrics: H 722, e 556, l 222, v 500, t 278, i 222, c 500, a 556.
    expect(textWidth('Helvetica', REGULAR)).toBeCloseTo((722 + 556 + 222 + 556 + 500 + 278 + 222 + 500 + 556) / 100)
    expect(textWidth('Helvetica', { size: 20, weight: 'bold' })).toBeGreaterThan(2 * textWidth('Helvetica', REGULAR))
    expect(textWidth('28 × 28', REGULAR)).toBeCloseTo((4 * 556 + 2 * 278 + 584) / 100)
  })

  it('is rather too large for signs that Helvetica’s table leaves out', () => {
    expect(textWidth('层', REGULAR)).toBe(10)
    expect(textWidth('𝐱', REGULAR)).toBe(10)
  })
})

describe('shorten', () => {
  it('leaves a text that fits as it is, and ends another in an ellipsis within the width', () => {
    expect(shorten('conv2d', 100, REGULAR)).toBe('conv2d')
    const short = shorten('a_name_that_somebody_gave_a_layer', 60, REGULAR)
    expect(short).toMatch(/^a_name_.*…$/)
    expect(textWidth(short, REGULAR)).toBeLessThanOrEqual(60)
    expect(shorten('conv2d', 1, REGULAR)).toBe('…')
  })
})
