import { describe, expect, it } from 'vitest'
import { placeAt, placeByKey } from './drawnGrid'

const SIZE = { rows: 3, columns: 5 }
const MIDDLE = { row: 1, column: 2 }

describe('placeByKey', () => {
  it('moves by one, and to the ends of a row', () => {
    const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']
    expect(keys.map((key) => placeByKey(key, MIDDLE, SIZE))).toEqual([
      { row: 0, column: 2 },
      { row: 2, column: 2 },
      { row: 1, column: 1 },
      { row: 1, column: 3 },
      { row: 1, column: 0 },
      { row: 1, column: 4 },
    ])
  })

  it('stays within the grid, and leaves other keys alone', () => {
    expect(placeByKey('ArrowDown', { row: 2, column: 4 }, SIZE)).toEqual({ row: 2, column: 4 })
    expect(placeByKey('ArrowLeft', { row: 0, column: 0 }, SIZE)).toEqual({ row: 0, column: 0 })
    expect(placeByKey('Tab', MIDDLE, SIZE)).toBeUndefined()
  })
})

describe('placeAt', () => {
  const box = { left: 10, top: 20, width: 50, height: 30 }

  it('finds the cell under a point, those at the edges for points beyond them', () => {
    expect(placeAt({ clientX: 31, clientY: 35 }, box, SIZE)).toEqual(MIDDLE)
    expect(placeAt({ clientX: 60, clientY: 50 }, box, SIZE)).toEqual({ row: 2, column: 4 })
    expect(placeAt({ clientX: 0, clientY: 0 }, box, SIZE)).toEqual({ row: 0, column: 0 })
  })
})
