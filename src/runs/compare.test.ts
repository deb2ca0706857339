import { describe, expect, it } from 'vitest'
import { changesByClass, describeChanges, entropyOf, findBest, isOfSameSize, subtract } from './compare'

/** Ten images a class. F1 as scikit-learn's `f1_score(average=None)` gives it, entropies as `scipy.stats.entropy`. */
const BEFORE = { classes: ['a', 'b', 'c'], confusion: [8, 1, 1, 2, 6, 2, 0, 0, 10] }
const AFTER = { classes: ['a', 'b', 'c'], confusion: [9, 1, 0, 1, 9, 0, 0, 5, 5] }

describe('the entropy of a class’s answers', () => {
  it('is that of its row, in nats', () => {
    expect(entropyOf([8, 1, 1])).toBeCloseTo(0.6390318596501768, 12)
    expect(entropyOf([2, 6, 2])).toBeCloseTo(0.9502705392332347, 12)
    expect(entropyOf([5, 5])).toBeCloseTo(Math.LN2, 12)
  })

  it('is 0 where all images are taken for one class, and unknown without images', () => {
    expect(entropyOf([0, 0, 10])).toBe(0)
    expect(entropyOf([0, 0, 0])).toBeNull()
  })
})

describe('changes by class', () => {
  const changes = changesByClass(BEFORE, AFTER)

  it('has F1 before, after and their difference', () => {
    // 2 * 8 / (10 + 10), 2 * 6 / (7 + 10), 2 * 10 / (13 + 10); 2 * 9 / 20, 2 * 9 / 25, 2 * 5 / 15.
    expect(changes.map(({ f1 }) => f1.before)).toEqual([0.8, 12 / 17, 20 / 23])
    expect(changes.map(({ f1 }) => f1.after)).toEqual([0.9, 0.72, 10 / 15])
    expect(changes[0]?.f1.change).toBeCloseTo(0.1, 12)
    expect(changes[2]?.f1.change).toBeCloseTo(10 / 15 - 20 / 23, 12)
  })

  it('matches classes by name, whatever their order, and leaves out those that one run lacks', () => {
    const turned = { classes: ['c', 'a', 'd'], confusion: [10, 0, 0, 1, 8, 1, 0, 0, 4] }
    const common = changesByClass(BEFORE, turned)
    expect(common.map(({ name }) => name)).toEqual(['a', 'c'])
    expect(common[0]?.f1.after).toBeCloseTo((2 * 8) / (8 + 10), 12)
  })

  it('says in words how many improved, which most of all, and where the entropy fell and rose', () => {
    expect(describeChanges(changes, 'Run 1', 'Run 2')).toBe(
      'From Run 1 to Run 2, 2 of 3 classes improved in F1, most of all a (0.800 to 0.900); 1 got worse: c (0.870 to 0.667). The entropy fell in 2 of 3 classes, most of all in b (0.95 to 0.33 nats), and rose in 1: c (0.00 to 0.69 nats).',
    )
    expect(describeChanges(changesByClass(AFTER, BEFORE), 'Run 2', 'Run 1')).toContain(
      'The entropy fell in 1 of 3 classes: c (0.69 to 0.00 nats), and rose in 2, most of all in b (0.33 to 0.95 nats).',
    )
    const entropies = (...pairs: readonly [number, number][]) =>
      pairs.map(([before, after], at) => ({
        name: `c${at}`,
        f1: { before: 1, after: 1, change: 0 },
        entropy: { before, after, change: after - before },
      }))
    expect(describeChanges(entropies([0.5, 0.7], [0.1, 0.2], [0, 0]), 'a', 'b')).toContain(
      'The entropy rose in 2 of 3 classes, most of all in c0 (0.50 to 0.70 nats); it fell in none.',
    )
    expect(describeChanges(entropies([0.5, 0.2], [0, 0]), 'a', 'b')).toContain(
      'The entropy fell in 1 of 2 classes: c0 (0.50 to 0.20 nats); it rose in none.',
    )
  })

  it('says so where nothing changed, and where there is nothing in common', () => {
    expect(describeChanges(changesByClass(BEFORE, BEFORE), 'Run 1', 'Run 2')).toBe(
      'From Run 1 to Run 2, no class changed in F1. The entropy changed in no class.',
    )
    expect(describeChanges([], 'Run 1', 'Run 2')).toBe('Run 1 and Run 2 have no class in common.')
  })
})

describe('matrices subtracted', () => {
  it('are the second less the first', () => {
    expect(subtract(BEFORE, AFTER, 'counts')).toEqual([1, 0, -1, -1, 3, -2, 0, 5, -5])
    expect(isOfSameSize(BEFORE, AFTER)).toBe(true)
  })

  it('need the same classes', () => {
    for (const unit of ['counts', 'shares'] as const)
      expect(subtract(BEFORE, { ...AFTER, classes: ['a', 'b', 'd'] }, unit)).toBeUndefined()
  })

  it('are shares where the rows are of other sizes: 27 of 40 is less than 24 of 24', () => {
    const small = { classes: ['a', 'b', 'c'], confusion: [24, 0, 0, 0, 12, 12, 0, 0, 24] }
    const large = { classes: ['a', 'b', 'c'], confusion: [27, 13, 0, 0, 20, 20, 0, 0, 0] }
    expect(isOfSameSize(small, large)).toBe(false)
    const shares = subtract(small, large, 'shares')!
    expect(shares[0]).toBeCloseTo(27 / 40 - 1, 12)
    expect(shares[1]).toBeCloseTo(13 / 40, 12)
    expect(shares.slice(3, 6)).toEqual([0, 0, 0])
    // Of a class without images nothing is known.
    expect(shares.slice(6)).toEqual([NaN, NaN, NaN])
  })
})

describe('the best of some figures', () => {
  it('is the highest or the lowest of those that are known, ties included', () => {
    expect(findBest([0.9, undefined, 0.95, 0.95], 'higher')).toEqual([2, 3])
    expect(findBest([0.9, undefined, 0.2], 'lower')).toEqual([2])
  })

  it('is nowhere when there is nothing to choose from', () => {
    expect(findBest([0.9, undefined], 'higher')).toEqual([])
    expect(findBest([0.9, 0.9], 'higher')).toEqual([])
  })
})
