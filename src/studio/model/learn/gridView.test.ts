import { describe, expect, it } from 'vitest'
import type { SlidingWindow } from '../../../model/layers/define'
import { walkWindow } from '../../../model/learn/windowWalk'
import { describePart, viewInput, viewOutput } from './gridView'

const SAME: SlidingWindow = {
  kind: 'convolution',
  kernel: [3, 3],
  strides: [1, 1],
  padding: 'same',
  dilation: [1, 1],
}

describe('what is on show of a grid', () => {
  it('is all of a small one, with its padding', () => {
    const { rows } = walkWindow(SAME, [28, 28])
    expect(viewInput(rows, 'convolution', 0)).toMatchObject({ start: -1, length: 30 })
    expect(viewInput(rows, 'convolution', 27)).toMatchObject({ start: -1, length: 30 })
    expect(viewOutput(rows, 'convolution', 9)).toMatchObject({ start: 0, length: 28 })
  })

  it('is a part of a large one that always holds the window and its output pixel', () => {
    for (const window of [SAME, { ...SAME, dilation: [20, 20] as const }]) {
      const { rows } = walkWindow(window, [300, 300])
      const starts = new Set<number>()
      for (let place = 0; place < rows.output; place++) {
        const input = viewInput(rows, 'convolution', place)
        starts.add(input.start)
        const from = place - rows.before
        expect(input.start).toBeLessThanOrEqual(from)
        expect(input.start + input.length).toBeGreaterThanOrEqual(from + rows.span)
        const output = viewOutput(rows, 'convolution', place)
        expect(output.start).toBeLessThanOrEqual(place)
        expect(output.start + output.length).toBeGreaterThan(place)
      }
      // It moves on now and then, not at every step.
      expect(starts.size).toBeLessThan(12)
    }
  })

  it('says which part it is', () => {
    const view = (length: number, place: number) =>
      viewOutput(walkWindow(SAME, [length, length]).rows, 'convolution', place)
    expect(describePart({ rows: view(28, 0), columns: view(28, 0) })).toBeUndefined()
    expect(describePart({ rows: view(300, 0), columns: view(300, 299) })).toBe(
      'rows 0 to 127 and columns 172 to 299 on show',
    )
  })

  it('has what a transposed convolution cuts off around its output', () => {
    const window: SlidingWindow = { ...SAME, kind: 'transposed', kernel: [4, 4], strides: [2, 2] }
    const { rows } = walkWindow(window, [7, 7])
    expect(viewInput(rows, 'transposed', 5)).toMatchObject({ start: 0, length: 7 })
    expect(viewOutput(rows, 'transposed', 5)).toMatchObject({ start: -1, length: 16 })
  })
})
