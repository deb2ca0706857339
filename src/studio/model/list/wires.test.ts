import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupLayers } from '../../../model/graph/blocks'
import { someGraph } from '../../../model/graph/someStack.fixture'
import { connectLayer, createLayer, createStack, type Stack } from '../../../model/graph/stack'
import { ABOVE, INPUT } from '../../../model/layers/define'
import { rowsOf } from './rows'
import { wiresOf } from './wires'

const line = createStack(
  'image',
  Array.from({ length: 7 }, () => createLayer('Flatten')),
)
const id = (number: number): string => `layer-${number}`
const connect = (stack: Stack, reader: number, ...from: readonly (number | string)[]): Stack =>
  connectLayer(
    stack,
    id(reader),
    from.map((each) => (typeof each === 'number' ? id(each) : each)),
  )
const draw = ({ layers }: Stack, folded = false) =>
  wiresOf(
    layers,
    rowsOf(layers, () => folded),
  )
const lanes = (stack: Stack) => draw(stack).map(({ source, lane }) => [source, lane])

describe('lines beside the list', () => {
  it('are drawn for what is not right above', () => {
    expect(draw(line)).toEqual([])
    expect(draw(connect(line, 4, ABOVE, 1))).toEqual([
      { source: id(1), reader: id(4), port: 0, lane: 0, isBroken: false },
    ])
    expect(draw(connect(line, 4, 3))).toEqual([])
    expect(draw(connect(line, 1, INPUT))).toEqual([])
    expect(draw(connect(line, 3, INPUT, 1)).map(({ source, port }) => [source, port])).toEqual([
      [INPUT, 0],
      [id(1), 1],
    ])
  })

  it('have a lane each where they run side by side, the short one inside', () => {
    expect(lanes(connect(connect(line, 7, ABOVE, 1), 4, ABOVE, 2))).toEqual([
      [id(2), 0],
      [id(1), 1],
    ])
  })

  it('share a lane where one ends as the next begins, and where they are of one source', () => {
    expect(lanes(connect(connect(line, 3, ABOVE, 1), 6, ABOVE, 3))).toEqual([
      [id(1), 0],
      [id(3), 0],
    ])
    expect(lanes(connect(connect(line, 4, ABOVE, 1), 6, ABOVE, 1))).toEqual([
      [id(1), 0],
      [id(1), 0],
    ])
  })

  it('lead to a folded block as a whole, and are not drawn within it', () => {
    const stack = groupLayers(
      connect(connect(connect(line, 4, ABOVE, 2), 7, ABOVE, 3), 5, ABOVE, 1),
      [2, 3, 4, 5].map(id),
      'A',
    )
    expect(draw(stack)).toHaveLength(3)
    // Layer 1 is right above the block.
    expect(draw(stack, true).map(({ source, reader }) => [source, reader])).toEqual([['block layer-2', id(7)]])
    const later = groupLayers(connect(line, 5, ABOVE, 1), [4, 5].map(id), 'B')
    expect(draw(later, true).map(({ source, reader }) => [source, reader])).toEqual([[id(1), 'block layer-4']])
  })

  it('say so where the source comes later, and leave out what is gone', () => {
    expect(draw(connect(line, 2, 5))).toMatchObject([{ source: id(5), reader: id(2), isBroken: true }])
    expect(draw(connect(line, 2, 'gone', 2))).toEqual([])
  })

  it('never lie on one another, in any stack', () => {
    fc.assert(
      fc.property(someGraph, fc.boolean(), (stack, folded) => {
        const rows = rowsOf(stack.layers, () => folded)
        const at = (row: string) => rows.findIndex((each) => each.id === row)
        const wires = wiresOf(stack.layers, rows)
        for (const one of wires) {
          for (const other of wires) {
            if (one.source === other.source || one.lane !== other.lane) continue
            const [start, end] = [at(one.source), at(one.reader)].toSorted((a, b) => a - b) as [number, number]
            const [from, to] = [at(other.source), at(other.reader)].toSorted((a, b) => a - b) as [number, number]
            expect(end <= from || to <= start).toBe(true)
          }
        }
      }),
    )
  })
})
