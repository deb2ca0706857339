import { describe, expect, it } from 'vitest'
import { readHitsCases } from '../kerasVectors.fixture'
import { hitsAt, largestK, macroHitsAt, rankSlot, rankSlots, sumRanks } from './hits'

/** Counts by true class and rank, as an evaluation makes them. */
function countRanks(classes: number, truths: readonly number[], logits: readonly number[]): readonly number[] {
  const slots = rankSlots(classes)
  const counts = new Array<number>(slots * classes).fill(0)
  truths.forEach((truth, image) => {
    const row = logits.slice(image * classes, (image + 1) * classes)
    const rank = row.filter((other, i) => other > row[truth]! || (other === row[truth] && i < truth)).length
    counts[truth * slots + rankSlot(rank, classes)]! += 1
  })
  return counts
}

describe('hits at k', () => {
  it.each(readHitsCases())('agree with scikit-learn and Keras for $classes classes', (vector) => {
    const { classes, truths, logits, ks, scikitLearn, macro, keras } = vector
    const ranks = countRanks(classes, truths, logits)
    const all = sumRanks(ranks, classes)
    for (const [at, k] of ks.entries()) {
      expect(hitsAt(all, k)).toBeCloseTo(scikitLearn[at]!, 12)
      expect(hitsAt(all, k)).toBeCloseTo(keras[at]!, 6)
      expect(macroHitsAt(ranks, classes, k)).toBeCloseTo(macro[at]!, 12)
    }
  })

  it('count ranks behind the sixteenth together, and lose no image', () => {
    const [vector] = readHitsCases().slice(-1)
    const { classes, truths, logits } = vector!
    const all = sumRanks(countRanks(classes, truths, logits), classes)
    expect(all).toHaveLength(17)
    expect(all.reduce((sum, count) => sum + count, 0)).toBe(truths.length)
    expect(largestK(classes)).toBe(16)
    expect(largestK(10)).toBe(9)
  })

  it('take of equal outputs the first class first, so that hits at 1 are the accuracy', () => {
    // All are equal: the first class is predicted, whatever the true one.
    const all = sumRanks(countRanks(4, [0, 1, 2, 3], new Array<number>(16).fill(0.5)), 4)
    expect([1, 2, 3].map((k) => hitsAt(all, k))).toEqual([0.25, 0.5, 0.75])
  })

  it('are undefined without images, and of a class without images nothing counts', () => {
    expect(hitsAt([0, 0, 0], 2)).toBeNull()
    expect(macroHitsAt(new Array<number>(9).fill(0), 3, 1)).toBeNull()
    expect(macroHitsAt([1, 0, 0, 0, 0, 0, 0, 2, 0], 3, 1)).toBe(0.5)
  })
})
