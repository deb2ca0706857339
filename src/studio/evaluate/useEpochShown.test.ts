import { expect, it } from 'vitest'
import { findPlace } from './useEpochShown'

const epochs = [1, 2, 4, 6, 7]

it('opens at the newest epoch, or at the model’s where its matrix is kept', () => {
  expect(findPlace(epochs, undefined, undefined)).toBe(4)
  expect(findPlace(epochs, undefined, 4)).toBe(2)
  expect(findPlace(epochs, undefined, 5)).toBe(4)
})

it('stays where a person moved to, the newest among them', () => {
  expect(findPlace(epochs, 2, 4)).toBe(1)
  expect(findPlace(epochs, 'newest', 4)).toBe(4)
  // Thinned out in the meantime.
  expect(findPlace(epochs, 5, undefined)).toBe(2)
})
