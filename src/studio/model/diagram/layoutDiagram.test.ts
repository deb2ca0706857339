import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Box, Drawing, Point, Rectangle } from './drawing'
import { anyNodes, makeNodes } from './drawNodes.fixture'
import { layoutDiagram } from './layoutDiagram'

/** The middles of boxes, named, with how far right and down they stand. */
function places({ boxes }: Drawing): Record<string, readonly [x: number, y: number]> {
  return Object.fromEntries(boxes.map(({ node, x, y, width }) => [node.name, [x + width / 2, y]]))
}

function drawOne(...lines: readonly string[]): Drawing {
  const [drawing, ...others] = layoutDiagram(makeNodes(...lines))
  if (!drawing || others.length > 0) throw new Error('It is not one sheet')
  return drawing
}

type Stretch = readonly [Point, Point]

function stretchesOf(lines: readonly (readonly Point[])[]): readonly Stretch[] {
  return lines.flatMap((points) => points.slice(1).map((end, at): Stretch => [points[at]!, end]))
}

/** How far two ranges overlap; below 0 where they lie apart. */
function overlap(one: readonly [number, number], other: readonly [number, number]): number {
  return Math.min(Math.max(...one), Math.max(...other)) - Math.max(Math.min(...one), Math.min(...other))
}

function rectangleOf([one, other]: Stretch): Rectangle {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)]
  return { x, y, width: Math.max(one.x, other.x) - x, height: Math.max(one.y, other.y) - y }
}

/** Whether two rectangles, or lines, have more than their edges in common. */
function meet(one: Rectangle, other: Rectangle): boolean {
  const across = overlap([one.x, one.x + one.width], [other.x, other.x + other.width])
  const down = overlap([one.y, one.y + one.height], [other.y, other.y + other.height])
  return across > 0.1 && down > 0.1
}

/** A line as a rectangle of some breadth. */
function widened({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

describe('a diagram', () => {
  it('has a line of layers from top to bottom', () => {
    const drawing = drawOne('images', 'conv: images', 'pool: conv', 'dense: pool')
    const { images, conv, pool, dense } = places(drawing)
    expect(new Set([images, conv, pool, dense].map((place) => place![0])).size).toBe(1)
    expect([images, conv, pool, dense].map((place) => place![1])).toEqual([0, 50, 118, 186])
    expect(drawing.nets).toHaveLength(3)
  })

  it('has a branch beside the longest way, and a wire past it without boxes', () => {
    const drawing = drawOne('images', 'a: images', 'b: a', 'short: images', 'add: b short', 'again: add images')
    const { images, a, b, short, add, again } = places(drawing)
    expect(new Set([images, a, b, add, again].map((place) => place![0])).size).toBe(1)
    expect(short![0]).toBeGreaterThan(a![0])
    expect(short![1]).toBe(a![1])
    const middle = images![0]
    const past = drawing.nets[0]!.find((points) => points.at(-1)!.y === again![1])!
    expect(Math.min(...past.map(({ x }) => x))).toBeLessThan(middle - 80)
  })

  it('frames a block, and moves apart what would stand in the frame without being of the block', () => {
    const inside = drawOne('images', 'a: images [Block]', 'b: a [Block]', 'c: b [Block]', 'other: a', 'add: c other')
    const [frame] = inside.frames
    const { c, other, add } = places(inside)
    expect(frame?.name).toBe('Block')
    expect(frame!.y).toBeLessThan(places(inside)['a']![1])
    expect(frame!.y + frame!.height).toBeGreaterThan(c![1] + 46)
    expect(frame!.y + frame!.height).toBeLessThan(add![1])
    expect(other![0]).not.toBe(c![0])

    const torn = drawOne('images', 'a: images [Block]', 'b: images', 'c: images [Block]', 'add: a b c')
    expect(
      torn.frames.every(
        (each) =>
          !meet(
            each,
            torn.boxes.find(({ node }) => node.name === 'b')!,
          ),
      ),
    ).toBe(true)
  })

  it('splits a deep model into columns, whose wires go on from circles with the same letters', () => {
    const lines = Array.from({ length: 32 }, (_, at) => `n${at}: ${at > 0 ? `n${at - 1}` : ''}`)
    const [drawing, ...others] = layoutDiagram(makeNodes(...lines, 'end: n31 n2'))
    expect(others).toEqual([])
    const layers = drawing!.boxes.filter(({ node }) => node.kind === 'layer')
    expect(layers.map(({ node }) => node.name).toSorted()).toEqual(
      [...lines.slice(1).map((_, at) => `n${at + 1}`), 'end'].toSorted(),
    )
    expect(new Set(layers.map(({ x }) => x)).size).toBeGreaterThan(1)
    const circles = (kind: string): readonly string[] =>
      drawing!.boxes.filter(({ node }) => node.kind === kind).map(({ node }) => node.name)
    expect(circles('entry').length).toBeGreaterThan(0)
    expect(new Set(circles('entry'))).toEqual(new Set(circles('exit')))
    expect(drawing!.boxes.find(({ node }) => node.kind === 'entry' && node.type === 'from n2')).toBeDefined()
  })

  it('has several sheets where one would be too small to read', () => {
    const lines = Array.from({ length: 150 }, (_, at) => `n${at}: ${at > 0 ? `n${at - 1}` : ''}`)
    const sheets = layoutDiagram(makeNodes(...lines))
    expect(sheets.length).toBeGreaterThan(1)
    const layers = sheets.flatMap(({ boxes }) =>
      boxes.filter(({ node }) => node.kind !== 'exit' && node.kind !== 'entry'),
    )
    expect(layers).toHaveLength(150)
  })
})

describe('any diagram', () => {
  const forAnyDrawing = (check: (drawing: Drawing) => void): void => {
    fc.assert(
      fc.property(anyNodes, (nodes) => layoutDiagram(nodes).forEach(check)),
      { numRuns: 300 },
    )
  }

  it('leads every wire down, from the bottom of a box to the top of its reader, along the axes', () => {
    forAnyDrawing(({ boxes, nets }) => {
      for (const points of nets.flat()) {
        const [first, last] = [points[0]!, points.at(-1)!]
        expect(boxes.some(({ x, y, width, height }) => first.x === x + width / 2 && first.y === y + height)).toBe(true)
        expect(boxes.some(({ x, y, width }) => last.y === y && last.x >= x && last.x <= x + width)).toBe(true)
        for (const [from, to] of stretchesOf([points])) {
          expect(from.x === to.x || from.y === to.y).toBe(true)
          expect(to.y).toBeGreaterThanOrEqual(from.y)
        }
      }
    })
  })

  it('has no box on another, and no wire through one', () => {
    forAnyDrawing(({ boxes, nets }) => {
      for (const [at, box] of boxes.entries()) {
        expect(boxes.slice(at + 1).some((other) => meet(box, other))).toBe(false)
        expect(stretchesOf(nets.flat()).some((stretch) => meet(widened(rectangleOf(stretch), 0.5), shrunk(box)))).toBe(
          false,
        )
      }
    })
  })

  it('has no wires of two boxes on one another', () => {
    forAnyDrawing(({ nets }) => {
      const all = nets.map((net) => stretchesOf(net).map(rectangleOf))
      for (const [at, own] of all.entries()) {
        for (const other of all.slice(at + 1).flat()) {
          const isOn = own.some((each) => {
            const isDown = each.width === 0 && other.width === 0 && Math.abs(each.x - other.x) < 1
            const isAcross = each.height === 0 && other.height === 0 && Math.abs(each.y - other.y) < 1
            const along = isDown
              ? overlap([each.y, each.y + each.height], [other.y, other.y + other.height])
              : overlap([each.x, each.x + each.width], [other.x, other.x + other.width])
            return (isDown || isAcross) && along > 1
          })
          expect(isOn).toBe(false)
        }
      }
    })
  })

  it('frames the boxes of a block and no others, and no frame lies on another', () => {
    forAnyDrawing(({ boxes, frames }) => {
      for (const [at, frame] of frames.entries()) {
        expect(frames.slice(at + 1).some((other) => meet(frame, other))).toBe(false)
        const name = frame.name.replace(' (continued)', '')
        const within = boxes.filter((box) => meet(frame, box))
        expect(within.every(({ node }) => node.block?.key === name)).toBe(true)
      }
      const framed = boxes.filter(({ node }) => node.block)
      expect(framed.every((box) => frames.some((frame) => meet(frame, box)))).toBe(true)
    })
  })
})

/** A wire may touch a box where it begins and ends. */
function shrunk(box: Box): Rectangle {
  return widened(box, -1)
}
