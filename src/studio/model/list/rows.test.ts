import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksOf, groupLayers } from '../../../model/graph/blocks'
import { moveBlock, placeLayers } from '../../../model/graph/pieces'
import { someGraph } from '../../../model/graph/someStack.fixture'
import { createLayer, createStack, type Stack } from '../../../model/graph/stack'
import { canStep, dropRow, rowsOf, stepRow, type Destination, type Row } from './rows'

/** Layers by the letters of their names; those in brackets are a block: `a[bc]d`. */
function draw(text: string): Stack {
  const letters = text.split('').filter((letter) => /[a-z]/.test(letter))
  const stack = createStack(
    'image',
    letters.map((name) => ({ ...createLayer('Flatten'), name })),
  )
  return [...text.matchAll(/\[(\w+)\]/g)].reduce((grouped, [, members = ''], at) => {
    const ids = grouped.layers.filter(({ name = '' }) => members.includes(name)).map(({ id }) => id)
    return groupLayers(grouped, ids, `Block ${at}`)
  }, stack)
}

function write({ layers }: Stack): string {
  const blocks = blocksOf(layers)
  return layers
    .map(({ name }, at) => {
      const open = blocks.some(({ start }) => start === at) ? '[' : ''
      const close = blocks.some(({ end }) => end === at + 1) ? ']' : ''
      return `${open}${name}${close}`
    })
    .join('')
}

function move(stack: Stack, row: Row, destination: Destination | undefined): Stack {
  if (!destination) return stack
  return row.kind === 'block'
    ? moveBlock(stack, row.block.name, destination.to)
    : placeLayers(stack, row.ids, destination.to, destination.block)
}

/** The row of a layer by its name, or of the block that begins with it, `[b`. */
function find(rows: readonly Row[], name: string, stack: Stack): Row {
  return rows.find((row) => {
    const first = stack.layers.find(({ id }) => id === row.ids[0])
    return first?.name === name.replace('[', '') && (row.kind === 'block') === name.startsWith('[')
  })!
}

function step(text: string, name: string, by: 1 | -1, folded = false): string {
  const stack = draw(text)
  const rows = rowsOf(stack.layers, () => folded)
  const row = find(rows, name, stack)
  return write(move(stack, row, stepRow(rows, row.id, by)))
}

function drop(text: string, name: string, over: string, folded = false): string {
  const stack = draw(text)
  const rows = rowsOf(stack.layers, () => folded)
  const row = find(rows, name, stack)
  return write(move(stack, row, dropRow(rows, row.id, find(rows, over, stack).id)))
}

describe('the rows', () => {
  it('are one a layer, and one more for a block', () => {
    const { layers } = draw('a[bc]d')
    const kinds = (folded: boolean) => rowsOf(layers, () => folded).map(({ kind, ids }) => `${kind} ${ids.length}`)
    expect(kinds(false)).toEqual(['layer 1', 'block 2', 'layer 1', 'layer 1', 'layer 1'])
    expect(kinds(true)).toEqual(['layer 1', 'block 2', 'layer 1'])
  })
})

describe('a step', () => {
  it.each([
    ['abc', 'a', 1, 'bac'],
    ['abc', 'a', -1, 'abc'],
    ['abc', 'c', 1, 'abc'],
    // Into a block, through it, and out of it.
    ['a[bc]d', 'a', 1, '[abc]d'],
    ['[abc]d', 'a', 1, '[bac]d'],
    ['[bca]d', 'a', 1, '[bc]ad'],
    ['[bc]ad', 'a', -1, '[bca]d'],
    ['[abc]d', 'a', -1, 'a[bc]d'],
    ['a[bc]', 'c', 1, 'a[b]c'],
    ['[ab][cd]', 'b', 1, '[a]b[cd]'],
    ['[a]b[cd]', 'b', 1, '[a][bcd]'],
    ['[ab][cd]', 'c', -1, '[ab]c[d]'],
    // A block as a whole.
    ['a[bc]d', '[b', 1, 'ad[bc]'],
    ['a[bc]d', '[b', -1, '[bc]ad'],
    ['[ab][cd]', '[a', 1, '[cd][ab]'],
    ['[ab][cd]', '[c', -1, '[cd][ab]'],
    ['[ab][cd]', '[a', -1, '[ab][cd]'],
    ['[ab][cd]', '[c', 1, '[ab][cd]'],
  ] as const)('in %s of %s by %i gives %s', (text, name, by, result) => {
    expect(step(text, name, by)).toBe(result)
  })

  it.each([
    ['a[bc]d', 'a', 1, '[bc]ad'],
    ['a[bc]d', 'd', -1, 'ad[bc]'],
    ['a[bc]d', '[b', 1, 'ad[bc]'],
    ['[ab][cd]', '[a', 1, '[cd][ab]'],
  ] as const)('past folded blocks in %s of %s by %i gives %s', (text, name, by, result) => {
    expect(step(text, name, by, true)).toBe(result)
  })

  it('and one back is no step', () => {
    fc.assert(
      fc.property(someGraph, fc.nat(20), fc.constantFrom(1, -1), fc.boolean(), (stack, at, by, folded) => {
        const rows = rowsOf(stack.layers, () => folded)
        const row = rows[at % rows.length]!
        const there = stepRow(rows, row.id, by)
        expect(canStep(row, by, stack.layers.length)).toBe(there !== undefined)
        const moved = move(stack, row, there)
        if (!there || blocksOf(moved.layers).length !== blocksOf(stack.layers).length) return
        const after = rowsOf(moved.layers, () => folded)
        const back = after.find(({ kind, ids }) => kind === row.kind && ids[0] === row.ids[0])!
        expect(move(moved, back, stepRow(after, back.id, by === 1 ? -1 : 1)).layers).toEqual(stack.layers)
      }),
    )
  })
})

describe('a drop', () => {
  it.each([
    ['abcd', 'a', 'c', 'bcad'],
    ['abcd', 'd', 'b', 'adbc'],
    // On the head of a block from above, a layer is behind the head: in the block. From below it is before it.
    ['a[bc]d', 'a', '[b', '[abc]d'],
    ['a[bc]d', 'd', '[b', 'ad[bc]'],
    ['a[bc]d', 'd', 'b', 'a[dbc]'],
    ['a[bc]d', 'd', 'c', 'a[bdc]'],
    ['a[bc]d', 'a', 'b', '[bac]d'],
    ['a[bc]d', 'a', 'c', '[bc]ad'],
    ['a[bc]d', 'b', 'c', 'a[cb]d'],
    ['a[bc]d', 'b', 'd', 'a[c]db'],
    ['a[bc]d', 'c', 'a', 'ca[b]d'],
    ['a[bc]d', '[b', 'd', 'ad[bc]'],
    ['a[bc]d', '[b', 'a', '[bc]ad'],
    ['[ab][cd]', '[a', '[c', '[cd][ab]'],
    ['[ab][cd]', '[a', 'c', '[cd][ab]'],
    ['[ab][cd]', '[c', 'b', '[cd][ab]'],
    ['[ab][cd]', '[c', '[a', '[cd][ab]'],
    ['a[bc]d', 'a', 'a', 'a[bc]d'],
  ])('in %s of %s on %s gives %s', (text, name, over, result) => {
    expect(drop(text, name, over)).toBe(result)
  })

  it.each([
    ['a[bc]d', 'a', '[b', '[bc]ad'],
    ['a[bc]d', 'd', '[b', 'ad[bc]'],
    ['a[bc]d', '[b', 'd', 'ad[bc]'],
    ['[ab][cd]', '[c', '[a', '[cd][ab]'],
  ])('among folded blocks in %s of %s on %s gives %s', (text, name, over, result) => {
    expect(drop(text, name, over, true)).toBe(result)
  })
})
