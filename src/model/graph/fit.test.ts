import { describe, expect, it } from 'vitest'
import { findMisfit } from './fit'

const MODEL = { data: { height: 28, width: 28, channels: 1, classes: 2 }, classes: ['cat', 'dog'] }
const DATASET = { height: 28, width: 28, channels: 1, classes: ['cat', 'dog'] }

describe('findMisfit', () => {
  it('finds none where sizes and classes agree', () => {
    expect(findMisfit(MODEL, DATASET)).toBeUndefined()
  })

  it.each([
    [
      'size',
      { width: 32 },
      'The model is for images of 28 × 28 pixels, grey; those of the data are 32 × 28 pixels, grey: load the data that go with it.',
    ],
    [
      'number of classes',
      { classes: ['cat', 'dog', 'eel'] },
      'The model tells 2 classes apart, and the data have 3: load the data that go with it.',
    ],
    [
      'names of classes',
      { classes: ['cat', 'eel'] },
      'The model’s classes are not those of the data (class 2 is “dog”, and in the data “eel”): load the data that go with it.',
    ],
  ])('says what does not agree: the %s', (_, change, message) => {
    expect(findMisfit(MODEL, { ...DATASET, ...change })).toBe(message)
  })
})
