import { expect, test } from 'vitest'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { describeCallbacks } from './callbacksText'

test('callbacks say what is on', () => {
  expect(describeCallbacks(DEFAULT_RECIPE)).toBe('off')
  const earlyStopping = { ...DEFAULT_RECIPE.earlyStopping, on: true }
  const modelCheckpoint = { ...DEFAULT_RECIPE.modelCheckpoint, on: true }
  expect(describeCallbacks({ ...DEFAULT_RECIPE, earlyStopping, modelCheckpoint })).toBe('early stopping, best model')
  expect(describeCallbacks({ ...DEFAULT_RECIPE, earlyStopping, schedule: { kind: 'oneCycle' } })).toBe(
    'early stopping, one cycle',
  )
})
