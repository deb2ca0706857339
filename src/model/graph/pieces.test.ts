import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ABOVE, INPUT } from '../layers/define'
import { blocksOf, findBlock, groupLayers } from './blocks'
import { inputIdsAt, inputIdsOf } from './inputs'
import {
  duplicateLayers,
  findRepeatProblem,
  moveTogether,
  putPiece,
  removeLayers,
  repeatBlock,
  takePiece,
  withNewIds,
} from './pieces'
import { analyseStack, DEFAULT_DATA_SHAPE } from './shapes'
import { someGraph } from './someStack.fixture'
import { connectLayer, createLayer, createStack, isSameStack, renameLayer, type Stack } from './stack'

const same = createLayer('Conv2D', { padding: 'same' })
/** One layer, then a block of three whose last reads the layer right above the block, then the end. */
const block = groupLayers(
  connectLayer(
    createStack('image', [
      same,
      same,
      same,
      same,
      createLayer('Flatten'),
      createLayer('Dense', { units: 10, activation: 'softmax' }),
    ]),
    'layer-4',
    ['layer-1'],
  ),
  ['layer-2', 'layer-3', 'layer-4'],
  'Residual',
)
const ids = ({ layers }: Stack): readonly string[] => layers.map(({ id }) => id)
const reads = (stack: Stack): readonly (readonly string[])[] => [...inputIdsOf(stack.layers).values()]

describe('copies', () => {
  it('read one another as their originals do, and the layer above them in the place of the one above the originals', () => {
    const stack = duplicateLayers(block, ['layer-2', 'layer-3', 'layer-4'])
    expect(ids(stack)).toEqual([
      'layer-1',
      'layer-2',
      'layer-3',
      'layer-4',
      'layer-7',
      'layer-8',
      'layer-9',
      'layer-5',
      'layer-6',
    ])
    expect(stack.layers.slice(4, 7).map(({ from }) => from)).toEqual([undefined, undefined, ['layer-4']])
  })

  it('of a block are a block of their own, and those of a part of it join it', () => {
    const whole = duplicateLayers(block, ['layer-2', 'layer-3', 'layer-4'])
    expect(blocksOf(whole.layers).map(({ name }) => name)).toEqual(['Residual', 'Residual 2'])
    const part = duplicateLayers(block, ['layer-4'])
    expect(blocksOf(part.layers)).toEqual([{ name: 'Residual', start: 1, end: 5 }])
  })

  it('of layers that a person named get a number', () => {
    const named = renameLayer(renameLayer(block, 'layer-1', 'eyes'), 'layer-2', 'ears_2')
    const stack = duplicateLayers(duplicateLayers(named, ['layer-1']), ['layer-2'])
    expect(stack.layers.map(({ name }) => name).filter(Boolean)).toEqual(['eyes', 'eyes_1', 'ears_2', 'ears_3'])
  })

  it('are like their originals in every stack', () => {
    fc.assert(
      fc.property(someGraph, fc.nat(11), fc.nat(5), fc.nat(12), (stack, start, more, at) => {
        const taken = ids(stack).slice(start, start + more + 1)
        const piece = takePiece(stack, taken)
        if (!piece) return
        const place = Math.min(at, stack.layers.length)
        const put = putPiece(stack, at, piece)
        const copies = put.layers.slice(place, place + taken.length)
        const kept = put.layers.filter(({ id }) => ids(stack).includes(id))
        expect(kept).toEqual(stack.layers)
        const copyOf = new Map([
          ...taken.map((id, index) => [id, copies[index]!.id] as const),
          [piece.entry, put.layers[place - 1]?.id ?? INPUT] as const,
        ])
        for (const [index, copy] of copies.entries()) {
          const originals = inputIdsAt(stack.layers, start + index)
          expect(inputIdsAt(put.layers, place + index)).toEqual(originals.map((id) => copyOf.get(id) ?? id))
          expect(copy).toMatchObject({
            className: stack.layers[start + index]!.className,
            args: stack.layers[start + index]!.args,
          })
        }
        expect(new Set(put.layers.flatMap(({ name }) => name ?? [])).size).toBe(
          put.layers.filter(({ name }) => name !== undefined).length,
        )
        expect(
          removeLayers(
            put,
            copies.map(({ id }) => id),
          ).layers,
        ).toEqual(stack.layers)
      }),
    )
  })
})

describe('a piece', () => {
  it('closes the gaps between its layers', () => {
    const piece = takePiece(block, ['layer-1', 'layer-3'])
    const stack = putPiece(createStack('image', []), 0, piece!)
    expect(reads(stack)).toEqual([[INPUT], ['layer-1']])
  })

  it('reads what it read before, where that is not above it', () => {
    const skip = connectLayer(block, 'layer-5', ['layer-2'])
    const stack = putPiece(skip, 6, takePiece(skip, ['layer-5'])!)
    expect(stack.layers[6]?.from).toEqual(['layer-2'])
  })

  it('joins the block that it is put into', () => {
    const stack = putPiece(block, 2, takePiece(groupLayers(block, ['layer-5'], 'End'), ['layer-5'])!)
    expect(blocksOf(stack.layers)).toEqual([{ name: 'Residual', start: 1, end: 5 }])
  })

  it('reads the images where it is put first', () => {
    const stack = putPiece(block, 0, takePiece(block, ['layer-2', 'layer-3', 'layer-4'])!)
    expect(stack.layers[2]?.from).toEqual([INPUT])
    expect(stack.layers[0]?.from ?? [ABOVE]).toEqual([ABOVE])
  })

  it('of no layers is none', () => {
    expect(takePiece(block, ['gone'])).toBeUndefined()
    expect(duplicateLayers(block, [])).toBe(block)
    expect(removeLayers(block, ['gone'])).toBe(block)
  })
})

describe('repeating a block', () => {
  it('makes a chain of blocks, each of which reads the end of the one before', () => {
    const stack = repeatBlock(block, 'Residual', 3)
    expect(blocksOf(stack.layers).map(({ name }) => name)).toEqual([
      'Residual',
      'Residual 2',
      'Residual 3',
      'Residual 4',
    ])
    for (const name of ['Residual 2', 'Residual 3', 'Residual 4']) {
      const { start, end } = findBlock(stack, name)!
      expect(stack.layers[end - 1]?.from).toEqual([stack.layers[start - 1]?.id])
    }
    expect(stack.layers.at(-2)?.id).toBe('layer-5')
  })

  it('goes from the number that the block has', () => {
    const two = repeatBlock(block, 'Residual', 1)
    expect(blocksOf(repeatBlock(two, 'Residual 2', 1).layers).map(({ name }) => name)).toEqual([
      'Residual',
      'Residual 2',
      'Residual 3',
    ])
  })

  it('has a bound, which is told', () => {
    expect(findRepeatProblem(block, 'Residual', 0)).toBe('A block can be repeated 1 to 50 times at once.')
    expect(findRepeatProblem(block, 'Residual', 1.5)).toBe('A block can be repeated 1 to 50 times at once.')
    expect(repeatBlock(block, 'Residual', 51)).toBe(block)
    const long = repeatBlock(repeatBlock(repeatBlock(block, 'Residual', 50), 'Residual', 50), 'Residual', 50)
    expect(findRepeatProblem(long, 'Residual', 50)).toBe(
      'That would make 606 layers, and 500 is the most that can be edited here.',
    )
    expect(repeatBlock(long, 'Residual', 50)).toBe(long)
    expect(repeatBlock(block, 'gone', 2)).toBe(block)
  })

  it('that makes a model too large is told where the model is', () => {
    const large = createStack('image', [createLayer('Conv2D', { filters: 1024, padding: 'same' })])
    const two = repeatBlock(groupLayers(large, ['layer-1'], 'Wide'), 'Wide', 2)
    const { problems } = analyseStack(repeatBlock(two, 'Wide', 1), DEFAULT_DATA_SHAPE)
    expect(problems.map(({ message }) => message).join()).toContain('20,000,000 is the most a page can train')
  })
})

it('a stack with new ids is the same model', () => {
  fc.assert(
    fc.property(someGraph, someGraph, (stack, before) => {
      const renewed = withNewIds(stack, before)
      expect(isSameStack(renewed, stack)).toBe(true)
      expect(renewed.layers.map(({ block }) => block)).toEqual(stack.layers.map(({ block }) => block))
      expect(ids(renewed).filter((id) => ids(before).includes(id))).toEqual([])
    }),
  )
})

describe('layers that are moved together', () => {
  const stack = groupLayers(
    createStack('image', [
      createLayer('Conv2D'),
      createLayer('ReLU'),
      createLayer('MaxPooling2D'),
      createLayer('Flatten'),
      createLayer('Dense'),
    ]),
    ['layer-2', 'layer-3'],
    'Stage',
  )
  const told = ({ layers }: Stack) => layers.map(({ id, block }) => `${id}${block === undefined ? '' : ` ${block}`}`)

  it('keep their order, and a block that comes along as a whole', () => {
    expect(told(moveTogether(stack, ['layer-1', 'layer-2', 'layer-3'], 2, undefined))).toEqual([
      'layer-4',
      'layer-5',
      'layer-1',
      'layer-2 Stage',
      'layer-3 Stage',
    ])
    expect(told(moveTogether(stack, ['layer-5', 'layer-1'], 1, undefined)).slice(0, 2)).toEqual([
      'layer-2 Stage',
      'layer-1 Stage',
    ])
  })

  it('leave a block of which only a part comes along', () => {
    expect(told(moveTogether(stack, ['layer-1', 'layer-2'], 3, undefined))).toEqual([
      'layer-3 Stage',
      'layer-4',
      'layer-5',
      'layer-1',
      'layer-2',
    ])
  })
})
