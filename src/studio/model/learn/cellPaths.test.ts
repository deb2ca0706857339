import { describe, expect, it } from 'vitest'
import { SHADES, shadeCells, traceCells, traceLines, traceMargin } from './cellPaths'

const ORIGIN = { row: 0, column: 0 }
/** Two rows of three cells, within a margin on the left. */
const VIEW = { rows: { start: 0, length: 2, total: 2 }, columns: { start: -1, length: 4, total: 4 } }
const VALUES = { rows: 2, columns: 3, values: [9, 9, 0, -9, 4, 0] }

describe('the cells of a grid', () => {
  it('have one path a shade, and neighbours of one shade are one rectangle', () => {
    expect(shadeCells(VIEW, VALUES, ORIGIN, 9)).toEqual([
      { isNegative: false, shade: SHADES, path: 'M0 0h2v1h-2z' },
      { isNegative: true, shade: SHADES, path: 'M0 1h1v1h-1z' },
      { isNegative: false, shade: 4, path: 'M1 1h1v1h-1z' },
    ])
  })

  it('are a margin where there is no value', () => {
    expect(traceMargin(VIEW, VALUES, ORIGIN)).toBe('M-1 0h1v1h-1zM-1 1h1v1h-1z')
    expect(traceMargin(VIEW, { ...VALUES, columns: 4, values: Array<number>(8).fill(1) }, { row: 0, column: -1 })).toBe(
      '',
    )
  })

  it('have lines between them', () => {
    expect(traceLines(VIEW)).toBe('M-1 1h4M0 0v2M1 0v2M2 0v2')
    expect(traceCells([{ row: 1, column: 2 }])).toBe('M2 1h1v1h-1z')
  })
})
