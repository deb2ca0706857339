import { describe, expect, it } from 'vitest'
import { fitBatchSize, followBatchSize } from './followBatchSize'
import { checkRecipe, DEFAULT_RECIPE } from './recipe'

const facts = (train: number) => ({ trainPerClass: [train / 2, train / 2] })

describe('a batch size that nobody chose', () => {
  it.each([
    [60_000, 500],
    [500, 500],
    [499, 32],
    [256, 32],
    [60, 4],
    [10, 4],
    [3, 3],
    [1, 1],
    [0, 500],
  ])('for %s images to train on is %s', (images, size) => {
    expect(fitBatchSize(500, images)).toBe(size)
  })

  it('follows the data there and back, and always lets a run start', () => {
    for (const train of [2, 4, 30, 60, 250, 580, 600]) {
      const small = followBatchSize(DEFAULT_RECIPE, 500, {}, facts(train))
      expect(checkRecipe(small, facts(train))).toEqual([])
      expect(followBatchSize(small, 500, facts(train), facts(10_000))).toEqual(DEFAULT_RECIPE)
    }
  })

  it('stays as a person set it', () => {
    const own = { ...DEFAULT_RECIPE, batchSize: 100 }
    expect(followBatchSize(own, 500, {}, facts(60))).toBe(own)
    expect(followBatchSize(own, 500, facts(60), facts(10_000))).toBe(own)
  })
})
