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

  it('stays where it was when it is dropped nowhere', () => {
    expect(says.onDragOver({ active, over: null })).toBeUndefined()
    expect(says.onDragEnd({ active, over: null })).toBe('Conv2D is put down as layer 1 of 3.')
  })
})
