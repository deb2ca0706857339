import { expect, it } from 'vitest'
import { REGISTERS } from './kernel'
import { chooseTile } from './tiles'

const SIZES = [1, 2, 3, 5, 8, 10, 12, 14, 16, 28, 32, 49, 64, 100, 256]

it.each([REGISTERS, REGISTERS - 1])(
  'no tile takes more than %i registers: its sums, columns, and a factor',
  (registers) => {
    for (const rows of SIZES) {
      for (const columns of SIZES) {
        const tile = chooseTile(rows, columns, registers)
        expect(tile.rows).toBeLessThanOrEqual(rows)
        expect(tile.rows * tile.vectors + tile.vectors + 1).toBeLessThanOrEqual(registers)
      }
    }
  },
)

it('large products have the tile that reads the fewest factors for its sums', () => {
  expect(chooseTile(600, 64, REGISTERS)).toEqual({ rows: 6, vectors: 2 })
  expect(chooseTile(600, 64, REGISTERS - 1)).toEqual({ rows: 5, vectors: 2 })
})
