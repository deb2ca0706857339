import { UNDER_WAY } from '../../store/session/underWay'
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import { describeReading, findSideProblem, whyNotReread } from './readingFacts'

const IMAGES = { width: 64, height: 48, settings: DEFAULT_SETTINGS }

describe('how images were read', () => {
  it('is one fact when they have one size', () => {
    expect(describeReading(IMAGES)).toBe('All images have 64 × 48 pixels, as they came.')
  })

  it('says what became of those of other sizes', () => {
    const sizes = { smallest: { width: 20, height: 10 }, largest: { width: 640, height: 480 }, fitted: 1200 }
    expect(describeReading({ ...IMAGES, sizes })).toBe(
      '1,200 images of other sizes, 20 × 10 to 640 × 480, were brought to 64 × 48 pixels: whole, with black beside it.',
    )
    const photographs = { smallest: { width: 640, height: 480 }, largest: { width: 640, height: 480 }, fitted: 24 }
    expect(describeReading({ ...IMAGES, sizes: photographs })).toBe(
      '24 images of 640 × 480 were brought to 64 × 48 pixels: whole, with black beside it.',
    )
  })
})

describe('reading in another way', () => {
  const facts = { dataset: { settings: DEFAULT_SETTINGS }, importing: false, training: false }

  it('needs files, and that nothing is under way', () => {
    expect(whyNotReread(facts)).toBeUndefined()
    expect(whyNotReread({ ...facts, dataset: {} })).toContain('did not come from files')
    expect(whyNotReread({ ...facts, training: true })).toBe(UNDER_WAY.training)
    expect(whyNotReread({ ...facts, importing: true })).toBe(UNDER_WAY.reading)
  })

  it('takes sides of whole pixels within bounds', () => {
    for (const side of [1, 28, 4096]) expect(findSideProblem('Width', side)).toBeUndefined()
    for (const side of [0, -3, 2.5, NaN, 4097]) expect(findSideProblem('Width', side)).toContain('Width must be')
  })
})
