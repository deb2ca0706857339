import { expect, test } from 'vitest'
import { FIRST_IMAGE, keepPlace, selectAll, selectAt } from './gridSelection'

test('a press selects one image, and the next press another', () => {
  const one = selectAt(FIRST_IMAGE, 4, 'one')
  expect(one).toEqual({ active: 4, anchor: 4, selected: [[4, 5]] })
  expect(selectAt(one, 7, 'one').selected).toEqual([[7, 8]])
})

test('a range starts where the last plain press was, however often it is drawn anew', () => {
  const one = selectAt(FIRST_IMAGE, 10, 'one')
  const wide = selectAt(one, 20, 'range')
  expect(wide.selected).toEqual([[10, 21]])
  expect(selectAt(wide, 8, 'range')).toEqual({ active: 8, anchor: 10, selected: [[8, 11]] })
})

test('several are added and taken away one by one', () => {
  const two = selectAt(selectAt(FIRST_IMAGE, 1, 'one'), 5, 'several')
  expect(two.selected).toEqual([
    [1, 2],
    [5, 6],
  ])
  expect(selectAt(two, 1, 'several').selected).toEqual([[5, 6]])
})

test('when the images change, the place stays within them', () => {
  expect(selectAll(FIRST_IMAGE, 70_000).selected).toEqual([[0, 70_000]])
  expect(keepPlace({ active: 9, anchor: 2, selected: [[2, 10]] }, 5)).toEqual({ active: 4, anchor: 4, selected: [] })
  expect(keepPlace(FIRST_IMAGE, 0).active).toBe(0)
})
