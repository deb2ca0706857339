import { expect, it } from 'vitest'
import { groupLayers } from '../../../model/graph/blocks'
import { createLayer, createStack } from '../../../model/graph/stack'
import { rowsOf } from './rows'
import { NOTHING, selectRow, type Press, type Selection } from './selection'

const flat = createStack(
  'image',
  Array.from({ length: 6 }, () => createLayer('Flatten')),
)
const { layers } = groupLayers(flat, ['layer-3', 'layer-4'], 'Stage')
const rows = rowsOf(layers, () => true)
const press = (...presses: readonly (readonly [id: string, press: Press])[]): Selection =>
  presses.reduce((selection, [id, how]) => selectRow(selection, rows, id, how), NOTHING)
const ids = ({ selected }: Selection): readonly string[] => [...selected].toSorted()

it('selects one more or one less, a block with all its layers', () => {
  expect(ids(press(['layer-1', 'several'], ['block layer-3', 'several']))).toEqual(['layer-1', 'layer-3', 'layer-4'])
  expect(ids(press(['layer-1', 'several'], ['block layer-3', 'several'], ['layer-1', 'several']))).toEqual([
    'layer-3',
    'layer-4',
  ])
})

it('selects a range from where the last press was, up or down', () => {
  const range = press(['layer-2', 'several'], ['layer-5', 'range'])
  expect(ids(range)).toEqual(['layer-2', 'layer-3', 'layer-4', 'layer-5'])
  expect(ids(selectRow(range, rows, 'layer-1', 'range'))).toEqual(['layer-1', 'layer-2'])
  expect(ids(press(['layer-6', 'range']))).toEqual(['layer-6'])
})

it('selects nothing by a plain press, from which the next range goes', () => {
  expect(ids(press(['layer-1', 'several'], ['layer-5', 'one']))).toEqual([])
  expect(ids(press(['layer-5', 'one'], ['layer-6', 'range']))).toEqual(['layer-5', 'layer-6'])
  expect(press(['gone', 'several'])).toBe(NOTHING)
})
