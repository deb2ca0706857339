import type { Active, Over } from '@dnd-kit/core'
import { describe, expect, it } from 'vitest'
import { createLayer, createStack } from '../../../model/graph/stack'
import { announceDrag } from './announceDrag'
import { rowsOf } from './rows'

const { layers } = createStack('image', [createLayer('Conv2D'), createLayer('Flatten'), createLayer('Dense')])
const says = announceDrag(rowsOf(layers, () => false))
const active = { id: layers[0]!.id } as Active
const over = { id: layers[2]!.id } as Over

describe('announceDrag', () => {
  it('names the layer and its place, counted from 1', () => {
    expect(says.onDragStart({ active })).toBe('Conv2D, layer 1 of 3, is picked up.')
    expect(says.onDragOver({ active, over })).toBe('Conv2D would be layer 3 of 3.')
    expect(says.onDragEnd({ active, over })).toBe('Conv2D is put down as layer 3 of 3.')
    expect(says.onDragCancel({ active, over })).toBe('Conv2D is back as layer 1 of 3.')
  })

  it('says that the other selected layers go along', () => {
    const together = announceDrag(
      rowsOf(layers, () => false),
      new Set([layers[0]!.id, layers[1]!.id]),
    )
    expect(together.onDragStart({ active })).toBe(
      'Conv2D, layer 1 of 3, is picked up, with the others of 2 selected layers.',
    )
    expect(together.onDragOver({ active, over })).toBeUndefined()
    expect(together.onDragEnd({ active, over })).toBe('Conv2D is put down, with the others of 2 selected layers.')
    expect(together.onDragStart({ active: { id: layers[2]!.id } as Active })).toBe('Dense, layer 3 of 3, is picked up.')
  })

  it('stays where it was when it is dropped nowhere', () => {
    expect(says.onDragOver({ active, over: null })).toBeUndefined()
    expect(says.onDragEnd({ active, over: null })).toBe('Conv2D is put down as layer 1 of 3.')
  })
})

it('says where a row comes to lie among blocks, which is past the whole of one that it is dropped on', () => {
  const names = ['Conv2D', 'ReLU', 'Conv2D', 'ReLU', 'Flatten'] as const
  const blocks = ['One', 'One', 'Two', 'Two', undefined]
  const stack = createStack(
    'image',
    names.map((name, at) => ({ ...createLayer(name), ...(blocks[at] !== undefined && { block: blocks[at] }) })),
  )
  const ids = stack.layers.map(({ id }) => id)
  // The block that is dragged is folded.
  const folded = announceDrag(rowsOf(stack.layers, (name) => name === 'One'))
  const drag = (says: ReturnType<typeof announceDrag>, from: string, to: string) =>
    says.onDragOver({ active: { id: from } as Active, over: { id: to } as Over })
  expect(drag(folded, `block ${ids[0]}`, `block ${ids[2]}`)).toBe('“One” would be row 4 of 5.')
  expect(drag(folded, `block ${ids[0]}`, ids[4]!)).toBe('“One” would be row 5 of 5.')
  expect(drag(folded, ids[4]!, `block ${ids[0]}`)).toBe('Flatten would be row 1 of 5.')
  // Dropped on the head of a block, a layer is the first one in it.
  const open = announceDrag(rowsOf(stack.layers, () => false))
  expect(drag(open, ids[4]!, ids[2]!)).toBe('Flatten would be row 5 of 7.')
})
