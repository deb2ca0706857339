import { describe, expect, it } from 'vitest'
import { checkRecipe, DEFAULT_RECIPE } from './recipe'
import type { Recipe } from './recipe'

describe('checkRecipe', () => {
  it('has nothing against the defaults', () => {
    expect(checkRecipe(DEFAULT_RECIPE)).toEqual([])
    expect(checkRecipe(DEFAULT_RECIPE, { trainImages: 60_000 })).toEqual([])
  })

  const rate = 'Learning rate must be a number above 0 and at most 10.'
  const split = 'Validation split must be a number of 0 or more and below 1.'
  it.each<[keyof Recipe, number, string]>([
    ['learningRate', 0, rate],
    ['learningRate', -1, rate],
    ['learningRate', 1e9, rate],
    ['learningRate', NaN, rate],
    ['learningRate', Infinity, rate],
    ['momentum', 1, 'Momentum must be a number of 0 or more and below 1.'],
    ['epochs', 0, 'Epochs must be a whole number from 1 to 1,000.'],
    ['epochs', 1.5, 'Epochs must be a whole number from 1 to 1,000.'],
    ['batchSize', 0, 'Batch size must be a whole number from 1 to 65,536.'],
    ['batchSize', NaN, 'Batch size must be a whole number from 1 to 65,536.'],
    ['validationSplit', 1, split],
    ['validationSplit', -0.1, split],
    ['seed', -1, 'Seed must be a whole number from 0 to 4,294,967,295.'],
  ])('says at %s what is wrong with %d', (field, value, message) => {
    expect(checkRecipe({ ...DEFAULT_RECIPE, [field]: value }, { trainImages: 60_000 })).toEqual([{ field, message }])
  })

  it('holds the batch to the images that are left to train on', () => {
    const recipe = { ...DEFAULT_RECIPE, batchSize: 850 }
    expect(checkRecipe(recipe, { trainImages: 1000 })).toEqual([])
    expect(checkRecipe({ ...recipe, batchSize: 851 }, { trainImages: 1000 })).toEqual([
      {
        field: 'batchSize',
        message:
          'Batch size is 851, but there are only 850 images to train on, after 150 are kept aside to validate: choose 850 or less.',
      },
    ])
  })

  it('leaves at least one image to train on', () => {
    const recipe = { ...DEFAULT_RECIPE, batchSize: 1, validationSplit: 0.9 }
    expect(checkRecipe(recipe, { trainImages: 6 })).toEqual([])
    expect(checkRecipe(recipe, { trainImages: 4 })).toEqual([
      {
        field: 'validationSplit',
        message:
          'Validation split keeps all 4 train images aside, so that none is left to train on: choose a smaller share.',
      },
    ])
  })

  it('keeps no images aside when the data bring a validation split', () => {
    const recipe = { ...DEFAULT_RECIPE, batchSize: 1000 }
    expect(checkRecipe(recipe, { trainImages: 1000, hasValidation: true })).toEqual([])
    expect(checkRecipe({ ...recipe, batchSize: 1001 }, { trainImages: 1000, hasValidation: true })[0]?.message).toBe(
      'Batch size is 1,001, but there are only 1,000 images to train on: choose 1,000 or less.',
    )
  })
})
