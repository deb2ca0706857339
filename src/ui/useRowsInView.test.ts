import { expect, it } from 'vitest'
import { findRowsInView } from './useRowsInView'

it('draws the rows in view and some beside them, however many there are', () => {
  expect(findRowsInView(500, 36, 0, 360)).toEqual({ first: 0, end: 14, rowHeight: 36 })
  expect(findRowsInView(500, 36, 3600, 360)).toEqual({ first: 96, end: 114, rowHeight: 36 })
  expect(findRowsInView(500, 36, 500 * 36 - 360, 360)).toEqual({ first: 486, end: 500, rowHeight: 36 })
})

it('draws all of few', () => {
  expect(findRowsInView(5, 36, 0, 360)).toEqual({ first: 0, end: 5, rowHeight: 36 })
})
