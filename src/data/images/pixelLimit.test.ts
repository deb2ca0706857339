import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_PIXEL_BYTES, MAX_SIDE } from '../limits'
import { largestFitting, noteFitting, TooManyPixels } from './pixelLimit'

describe('the largest size that fits', () => {
  it('is the images’ own where it does', () => {
    const size = { width: 28, height: 28 }
    expect(largestFitting(1_000_000, size, 1)).toEqual(size)
    expect(noteFitting(1_000_000, size, size)).toBeUndefined()
  })

  it('is told, with what it was before', () => {
    const size = { width: 64, height: 64 }
    expect(largestFitting(100_000, size, 3)).toEqual({ width: 59, height: 59 })
    expect(noteFitting(100_000, size, { width: 59, height: 59 })).toBe(
      'At 64 × 64 the 100,000 images would take more than 1 GB as pixels, so they were brought to 59 × 59, the largest that fits.',
    )
    expect(new TooManyPixels(100_000, size, 3).message).toBe(
      'These 100,000 images take more than 1 GB as pixels at 64 × 64, the most that is held at once: choose at most 59 × 59, or drop fewer.',
    )
  })

  it('fits, keeps the shape, and wastes little, whatever the images', () => {
    const side = fc.integer({ min: 1, max: MAX_SIDE })
    const channels = fc.constantFrom(1, 3)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), side, side, channels, (count, width, height, depth) => {
        const fitting = largestFitting(count, { width, height }, depth)
        const most = MAX_PIXEL_BYTES / (count * depth)
        expect(fitting.width * fitting.height).toBeLessThanOrEqual(most)
        expect(Math.min(fitting.width, fitting.height)).toBeGreaterThanOrEqual(1)
        expect(fitting.width).toBeLessThanOrEqual(width)
        expect(fitting.height).toBeLessThanOrEqual(height)
        if (width * height <= most || Math.min(fitting.width, fitting.height) === 1) return
        expect((fitting.width + 1) * (fitting.height + 1)).toBeGreaterThan(most - 1)
      }),
    )
  })
})
