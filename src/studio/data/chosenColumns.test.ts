import { describe, expect, it } from 'vitest'
import { columnsOf, findColumnsProblem, NO_COLUMN, roleOf } from './chosenColumns'

describe('columns that a person chooses', () => {
  it('must name a path and a label, each its own', () => {
    expect(findColumnsProblem({ path: NO_COLUMN, label: 1, split: NO_COLUMN })).toContain('names each image')
    expect(findColumnsProblem({ path: 0, label: NO_COLUMN, split: NO_COLUMN })).toContain('class')
    expect(findColumnsProblem({ path: 0, label: 1, split: 1 })).toContain('of its own')
    expect(findColumnsProblem({ path: 0, label: 1, split: NO_COLUMN })).toBeUndefined()
  })

  it('may do without a split', () => {
    expect(columnsOf({ path: 2, label: 0, split: NO_COLUMN })).toEqual({ path: 2, label: 0 })
    expect(columnsOf({ path: 2, label: 0, split: 1 })).toEqual({ path: 2, label: 0, split: 1 })
  })

  it('are named in the table', () => {
    const chosen = { path: 2, label: 0, split: NO_COLUMN }
    expect([0, 1, 2].map((column) => roleOf(column, chosen))).toEqual(['Label', undefined, 'Image path'])
  })
})
