import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countRowsDrawn, findRowsInView, layOutGrid, scrollToRow } from './gridLayout'

const VIEW = 600

describe('a grid of images', () => {
  it('fills its width with columns of at least the size asked for', () => {
    expect(layOutGrid(70_000, 1000, 56)).toEqual({ count: 70_000, columns: 17, rows: 4118, cell: 58, height: 238_844 })
    expect(layOutGrid(3, 20, 56)).toMatchObject({ columns: 1, cell: 20, rows: 3 })
  })

  it('draws the rows in view and a few beside them', () => {
    const layout = layOutGrid(70_000, 1000, 56)
    expect(findRowsInView(layout, 0, VIEW)).toEqual({ first: 0, end: 14, shift: 0 })
    expect(findRowsInView(layout, layout.height - VIEW, VIEW)).toMatchObject({ end: 4118, shift: 0 })
    expect(findRowsInView(layOutGrid(0, 1000, 56), 0, VIEW)).toEqual({ first: 0, end: 0, shift: 0 })
  })

  it('reaches its first and its last row, however many images there are', () => {
    const layout = layOutGrid(1_000_000, 330, 96)
    expect(layout.rows * layout.cell).toBeGreaterThan(layout.height)
    expect(findRowsInView(layout, 0, VIEW).first).toBe(0)
    expect(findRowsInView(layout, layout.height - VIEW, VIEW).end).toBe(layout.rows)
  })

  it('scrolls no further than need be', () => {
    const layout = layOutGrid(1000, 560, 56)
    expect(scrollToRow(layout, 3, 0, VIEW)).toBe(0)
    expect(scrollToRow(layout, 20, 0, VIEW)).toBe(21 * 56 - VIEW)
    expect(scrollToRow(layout, 20, 5000, VIEW)).toBe(20 * 56)
  })

  it('brings every row into view, whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.integer({ min: 100, max: 2000 }),
        fc.constantFrom(32, 56, 96),
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, width, smallest, choice, place) => {
          const layout = layOutGrid(count, width, smallest)
          const row = choice % layout.rows
          const scrolled = scrollToRow(layout, row, place * Math.max(0, layout.height - VIEW), VIEW)
          const { first, end, shift } = findRowsInView(layout, scrolled, VIEW)
          expect(end - first).toBeLessThanOrEqual(countRowsDrawn(layout, VIEW))
          const top = row * layout.cell + shift - scrolled
          expect(top).toBeGreaterThan(-0.01)
          expect(top + layout.cell).toBeLessThan(VIEW + 0.01)
        },
      ),
    )
  })
})
