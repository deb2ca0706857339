import { expect, test } from 'vitest'
import { stepInGrid } from './stepInGrid'

// 0 1 2
// 3 4
const step = (key: string, from: number): number | undefined => stepInGrid(key, from, 3, 5)

test('arrows lead to the neighbour, Home and End to the ends', () => {
  expect(step('ArrowRight', 0)).toBe(1)
  expect(step('ArrowLeft', 4)).toBe(3)
  expect(step('ArrowDown', 1)).toBe(4)
  expect(step('ArrowUp', 3)).toBe(0)
  expect(step('Home', 4)).toBe(0)
  expect(step('End', 0)).toBe(4)
})

test('nothing leads out of the grid, and other keys lead nowhere', () => {
  expect(step('ArrowDown', 2)).toBeUndefined()
  expect(step('ArrowUp', 1)).toBeUndefined()
  expect(step('ArrowRight', 4)).toBeUndefined()
  expect(step('ArrowLeft', 0)).toBeUndefined()
  expect(step('Enter', 0)).toBeUndefined()
})

test('a page is as many rows as are asked for, and ends where the grid does', () => {
  expect(stepInGrid('PageDown', 1, 3, 20, 4)).toBe(13)
  expect(stepInGrid('PageDown', 13, 3, 20, 4)).toBe(19)
  expect(stepInGrid('PageUp', 13, 3, 20, 4)).toBe(1)
  expect(stepInGrid('PageUp', 1, 3, 20, 4)).toBe(0)
  expect(step('PageDown', 0)).toBeUndefined()
})
