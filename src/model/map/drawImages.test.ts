import { describe, expect, it } from 'vitest'
import { drawImages } from './drawImages'

/** 600 images of class 0, 399 of class 1, and one of class 2: those of the split are all but the first ten. */
const LABELS = Uint16Array.from({ length: 1010 }, (_, i) => (i === 700 ? 2 : i < 610 ? 0 : 1))
const SPLIT = Uint32Array.from({ length: 1000 }, (_, i) => i + 10)

describe('images that are drawn for a map', () => {
  it('are of each class its share, and one of the rarest', () => {
    const drawn = drawImages(SPLIT, LABELS, 100, 7)
    const counts = [0, 0, 0]
    for (const image of drawn) counts[LABELS[image]!]! += 1
    expect(counts).toEqual([60, 40, 1])
    expect(new Set(drawn).size).toBe(101)
    expect([...drawn]).toEqual([...drawn].toSorted((a, b) => a - b))
    expect([...drawn].every((image) => image >= 10)).toBe(true)
  })

  it('are the same by the same seed, and others by another', () => {
    expect(drawImages(SPLIT, LABELS, 100, 7)).toEqual(drawImages(SPLIT, LABELS, 100, 7))
    expect(drawImages(SPLIT, LABELS, 100, 8)).not.toEqual(drawImages(SPLIT, LABELS, 100, 7))
  })

  it('are no more where there are more classes', () => {
    const each = Uint16Array.from({ length: 400 }, (_, i) => i % 100)
    const all = Uint32Array.from(each.keys())
    const drawn = drawImages(all, each, 5, 7)
    expect(new Set(drawn).size).toBe(5)
    expect([...drawn]).toEqual([...drawn].toSorted((a, b) => a - b))
    expect(drawImages(all, each, 0, 7)).toHaveLength(0)
  })

  it('are all where there are no more', () => {
    expect(drawImages(SPLIT, LABELS, 1000, 7)).toEqual(SPLIT)
  })
})
