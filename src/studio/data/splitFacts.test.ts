import { describe, expect, it } from 'vitest'
import { describeSplits, describeValidation, listClasses, listSplits } from './splitFacts'

const WITHOUT_VALIDATION = { train: [5923, 6742], validation: [0, 0], test: [980, 1135] }
const WITH_VALIDATION = { train: [70, 7], validation: [10, 1], test: [20, 2] }

describe('listSplits', () => {
  it('sums each split over the classes and leaves out those without images', () => {
    expect(listSplits(WITHOUT_VALIDATION)).toEqual([
      { split: 'train', images: 12_665 },
      { split: 'test', images: 2115 },
    ])
    expect(listSplits(WITH_VALIDATION).map(({ split }) => split)).toEqual(['train', 'validation', 'test'])
  })

  it('is said with grouped digits', () => {
    expect(describeSplits(listSplits(WITHOUT_VALIDATION))).toBe('12,665 train, 2,115 test')
  })
})

describe('describeValidation', () => {
  it('says how many images the recipe takes from train, and how', () => {
    const sentence = describeValidation(
      { ...WITHOUT_VALIDATION, train: [30_000, 30_000] },
      { validationSplit: 0.15, seed: 42 },
    )
    expect(sentence).toContain('15\u202f% of train aside: 9,000 images, drawn by class with seed 42')
  })

  it('writes a share of thirds without a tail of digits', () => {
    expect(describeValidation(WITHOUT_VALIDATION, { validationSplit: 1 / 3, seed: 1 })).toContain(
      '33.33\u202f% of train',
    )
  })

  it('says that nothing validates when the recipe takes nothing, or nothing that is a share', () => {
    for (const validationSplit of [0, NaN, 1, -1]) {
      expect(describeValidation(WITHOUT_VALIDATION, { validationSplit, seed: 42 })).toMatch(/^Nothing validates/)
    }
  })

  it('counts the images that the run will take, and says when a share takes none', () => {
    const recipe = { validationSplit: 0.5, seed: 42 }
    const describe = (train: readonly number[]) =>
      describeValidation({ train, validation: train.map(() => 0), test: train.map(() => 0) }, recipe)
    expect(describe([2, 1, 1])).toContain('50\u202f% of train aside: 1 image, drawn')
    expect(describe([1, 1, 1, 1])).toBe(
      'Nothing validates: there is no validation split, and the recipe’s 50\u202f% of train takes no whole image, as one of each class stays to train on.',
    )
  })

  it('says what to do when all images are excluded', () => {
    const none = { train: [0, 0], validation: [0, 0], test: [0, 0] }
    expect(describeValidation(none, { validationSplit: 0.15, seed: 42 })).toMatch(/^All images are excluded: include/)
  })

  it('is silent when the files bring a validation split', () => {
    expect(describeValidation(WITH_VALIDATION, { validationSplit: 0.15, seed: 42 })).toBeUndefined()
  })
})

describe('listClasses', () => {
  it('gives each class its images in the splits that there are', () => {
    expect(listClasses({ classes: ['0', '1'], perClass: WITHOUT_VALIDATION })).toEqual([
      { label: '0', images: [5923, 980], total: 6903 },
      { label: '1', images: [6742, 1135], total: 7877 },
    ])
  })
})
