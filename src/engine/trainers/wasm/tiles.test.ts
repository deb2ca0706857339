import { expect, it } from 'vitest'
import { chooseTile } from './tiles'

const SIZES = [1, 2, 3, 5, 8, 10, 12, 14, 16, 28, 32, 49, 64, 100, 256]

it('no tile takes more registers than an engine gives to a loop: its sums, a vector of each column, and a factor', () => {
  for (const rows of SIZES) {
    for (const columns of SIZES) {
      const tile = chooseTile(rows, columns)
      expect(tile.rows).toBeLessThanOrEqual(rows)
      expect(tile.rows * tile.vectors + tile.vectors + 1).toBeLessThanOrEqual(15)
    }
  }
})

it('large products have the tile that reads the fewest factors for its sums', () => {
  expect(chooseTile(600, 64)).toEqual({ rows: 6, vectors: 2 })
})
