import { describe, expect, it } from 'vitest'
import { commonBeginning, commonEnding } from './sharedParts'

describe('what names share', () => {
  it.each([
    [['Class 1-samples', 'my cat-samples'], '-samples'],
    [['red apple', 'green apple'], ''],
    [['a-x', 'b-y'], ''],
    [['-samples', 'cat-samples'], ''],
    [['cat_v1.raw', 'dog_v1.raw'], '_v1.raw'],
    [['cat'], ''],
    [[], ''],
  ])('ends with, in %j: %j', (names, ending) => {
    expect(commonEnding(names)).toBe(ending)
  })

  it.each([
    [['full_numpy_bitmap_The Eiffel Tower', 'full_numpy_bitmap_The Mona Lisa'], 'full_numpy_bitmap_'],
    [['class1', 'class2'], ''],
    [['Class 1', 'Class 2'], ''],
    [['a_', 'a_b'], ''],
  ])('begins with, in %j: %j', (names, beginning) => {
    expect(commonBeginning(names)).toBe(beginning)
  })
})
