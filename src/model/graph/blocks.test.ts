import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksOf, findBlockNameProblem, findGroupProblem, groupLayers, renameBlock, ungroupBlock } from './blocks'
import { duplicateLayers, moveBlock, placeLayers, putPiece, removeLayers, repeatBlock, takePiece } from './pieces'
import { someGraph } from './someStack.fixture'
import { createLayer, createStack, insertLayer, moveLayer, restoreStack, type Stack } from './stack'

const line = createStack(
  'image',
  ['Conv2D', 'Dropout', 'MaxPooling2D', 'Flatten', 'Dense'].map((name) => createLayer(name as 'Conv2D')),
)
const ids = line.layers.map(({ id }) => id) as [string, string, string, string, string]
const names = ({ layers }: Stack): readonly (string | undefined)[] => layers.map(({ block }) => block)

describe('a group of layers', () => {
  it('is a block of that name, which can be renamed and taken away', () => {
    const grouped = groupLayers(line, [ids[1], ids[2]], ' Stage ')
    expect(blocksOf(grouped.layers)).toEqual([{ name: 'Stage', start: 1, end: 3 }])
    expect(blocksOf(renameBlock(grouped, 'Stage', 'Body').layers)).toEqual([{ name: 'Body', start: 1, end: 3 }])
    expect(ungroupBlock(grouped, 'Stage')).toEqual(line)
  })

  it('is of layers side by side', () => {
    expect(findGroupProblem(line, [ids[0], ids[2]])).toContain('side by side')
    expect(groupLayers(line, [ids[0], ids[2]], 'Stage')).toBe(line)
    expect(findGroupProblem(line, [])).toContain('Select the layers')
  })

  it('takes in blocks that are all in it, and none in part', () => {
    const grouped = groupLayers(line, [ids[1], ids[2]], 'Stage')
    expect(findGroupProblem(grouped, [ids[2], ids[3]])).toBe(
      'Some of these layers are in the block “Stage” with others: select all of it, or ungroup it first.',
    )
    expect(names(groupLayers(grouped, ids.slice(0, 3), 'Stage'))).toEqual([
      'Stage',
      'Stage',
      'Stage',
      undefined,
      undefined,
    ])
  })

  it('has a name that no other block has', () => {
    const grouped = groupLayers(groupLayers(line, [ids[0]], 'One'), [ids[4]], 'Two')
    expect(findBlockNameProblem(grouped, 'Two', 'One')).toBe('Another block is called “Two”: choose another name.')
    expect(findBlockNameProblem(grouped, 'One', 'One')).toBeUndefined()
    expect(findBlockNameProblem(grouped, '  ', 'One')).toBe('A block needs a name.')
    expect(findBlockNameProblem(grouped, 'x'.repeat(41))).toContain('40 characters at most')
    expect(renameBlock(grouped, 'One', 'Two')).toBe(grouped)
  })
})

describe('the layers of a block', () => {
  const grouped = groupLayers(line, [ids[1], ids[2], ids[3]], 'Stage')

  it('take in a layer that is put between them, and let one go that leaves', () => {
    expect(names(insertLayer(grouped, 2, createLayer('Dropout')))[2]).toBe('Stage')
    expect(names(insertLayer(grouped, 1, createLayer('Dropout')))[1]).toBeUndefined()
    expect(names(moveLayer(grouped, ids[0], 1))).toEqual(['Stage', 'Stage', 'Stage', 'Stage', undefined])
    expect(names(placeLayers(grouped, [ids[0]], 0, 'Stage'))).toEqual(['Stage', 'Stage', 'Stage', 'Stage', undefined])
    expect(names(placeLayers(grouped, [ids[1]], 1, undefined))).toEqual([
      undefined,
      undefined,
      'Stage',
      'Stage',
      undefined,
    ])
    expect(placeLayers(grouped, [ids[1]], 1, 'Stage')).toBe(grouped)
  })

  it('move together, and never into another block', () => {
    const two = groupLayers(grouped, [ids[4]], 'Head')
    expect(names(moveBlock(two, 'Stage', 2))).toEqual([undefined, 'Head', 'Stage', 'Stage', 'Stage'])
    expect(names(moveBlock(two, 'Head', 2))).toEqual([undefined, 'Head', 'Stage', 'Stage', 'Stage'])
    expect(names(moveBlock(two, 'Head', 0))).toEqual(['Head', undefined, 'Stage', 'Stage', 'Stage'])
    expect(moveBlock(two, 'Head', 9)).toBe(two)
    expect(moveBlock(two, 'gone', 0)).toBe(two)
  })
})

it('blocks of a saved stack that share a name get one each', () => {
  const layers = ['A', undefined, 'A', 'A 2', 'A'].map((block, at) => ({
    ...createLayer('Flatten'),
    id: String(at),
    ...(block !== undefined && { block }),
  }))
  expect(names(restoreStack({ input: 'flat', layers, lastId: 0 }))).toEqual(['A', undefined, 'A 3', 'A 2', 'A 4'])
})

const someEdit = fc.tuple(
  fc.constantFrom('group', 'move', 'place', 'block', 'duplicate', 'repeat', 'paste', 'remove', 'insert'),
  fc.nat(14),
  fc.nat(14),
  fc.nat(4),
)

function makeEdit(stack: Stack, [kind, one, other, few]: [string, number, number, number]): Stack {
  const all = stack.layers.map(({ id }) => id)
  const some = all.slice(one % Math.max(1, all.length)).slice(0, few + 1)
  const block = blocksOf(stack.layers)[few]?.name ?? 'gone'
  const piece = takePiece(stack, some)
  if (kind === 'group') return groupLayers(stack, some, `Block ${other}`)
  if (kind === 'move') return moveLayer(stack, some[0] ?? '', other)
  if (kind === 'place') return placeLayers(stack, some, other, block)
  if (kind === 'block') return moveBlock(stack, block, other)
  if (kind === 'duplicate') return duplicateLayers(stack, some)
  if (kind === 'repeat') return repeatBlock(stack, block, 2)
  if (kind === 'paste') return piece ? putPiece(stack, other, piece) : stack
  if (kind === 'remove') return removeLayers(stack, some)
  return insertLayer(stack, other, createLayer('Dropout'))
}

it('whatever is done, a block is in one place and no two have the same name', () => {
  fc.assert(
    fc.property(someGraph, fc.array(someEdit, { maxLength: 12 }), (first, edits) => {
      let stack = first
      for (const edit of edits) {
        stack = makeEdit(stack, edit)
        const blocks = blocksOf(stack.layers).map(({ name }) => name)
        expect(new Set(blocks).size).toBe(blocks.length)
        expect(new Set(stack.layers.map(({ id }) => id)).size).toBe(stack.layers.length)
      }
    }),
  )
})
