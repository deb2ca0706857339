import { expect, test } from 'vitest'
import { holdsModel } from './holdsModel'

const named = (...paths: readonly string[]): readonly { path: string }[] => paths.map((path) => ({ path }))

test('a model is JSON, with its weights or without', () => {
  expect(holdsModel(named('model.json'))).toBe(true)
  expect(holdsModel(named('saved/Model.JSON', 'saved/weights.bin'))).toBe(true)
})

test('anything else beside it makes it data', () => {
  expect(holdsModel(named('weights.bin'))).toBe(false)
  expect(holdsModel(named('images.zip', 'notes.json'))).toBe(false)
  expect(holdsModel([])).toBe(false)
})
