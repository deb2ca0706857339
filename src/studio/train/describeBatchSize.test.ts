import { expect, it } from 'vitest'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { describeBatchSize } from './describeBatchSize'

const FACTS = { trainPerClass: [30, 30], hasValidation: true }

it('says that the batch size was taken for few images, and nothing of one that a person set', () => {
  expect(describeBatchSize({ ...DEFAULT_RECIPE, batchSize: 4 }, 500, FACTS)).toBe(
    'The batch size follows the data: 4, since the usual 500 is more than the 60 images to train on.',
  )
  expect(describeBatchSize({ ...DEFAULT_RECIPE, batchSize: 10 }, 500, FACTS)).toBeUndefined()
  expect(describeBatchSize({ ...DEFAULT_RECIPE, batchSize: 32 }, 32, FACTS)).toBeUndefined()
  expect(describeBatchSize(DEFAULT_RECIPE, 500, {})).toBeUndefined()
})
