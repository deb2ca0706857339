import { describe, expect, it } from 'vitest'
import type { SlidingWindow } from '../layers/define'
import { readOutput, readStep, type Plane } from './readStep'
import { walkWindow } from './windowWalk'

const IMAGE: Plane = { rows: 3, columns: 4, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3] }
const KERNEL: Plane = { rows: 2, columns: 2, values: [1, -1, 2, 0] }

function read(window: Partial<SlidingWindow>) {
  const walk = walkWindow(
    {
      kind: 'convolution',
      kernel: [2, 2],
      strides: [1, 1],
      padding: 'valid',
      dilation: [1, 1],
      ...window,
    },
    [IMAGE.rows, IMAGE.columns],
  )
  const whole = { rows: walk.rows.output, columns: walk.columns.output }
  return {
    output: [...Array.from(readOutput(walk, { row: 0, column: 0 }, whole, IMAGE, KERNEL).values)],
    step: (row: number, column: number) => readStep(walk, { row, column }, IMAGE, KERNEL),
  }
}

describe('readStep', () => {
  it('multiplies each pixel by the weight over it and adds up', () => {
    const { output, step } = read({})
    // Row 1, column 2: 7 × 1 + 8 × -1 + 2 × 2 + 3 × 0.
    expect(step(1, 2).result).toBe(3)
    expect(step(1, 2).taps.map(({ value, weight }) => [value, weight])).toEqual([
      [7, 1],
      [8, -1],
      [2, 2],
      [3, 0],
    ])
    expect(output).toEqual([9, 11, 13, 17, 1, 3])
  })

  it('takes 0 for a pixel of padding', () => {
    const { output, step } = read({ padding: 'same' })
    expect(step(2, 3).taps.map(({ value }) => value)).toEqual([3, undefined, undefined, undefined])
    expect(output).toEqual([9, 11, 13, 20, 17, 1, 3, 14, 8, -1, -1, 3])
  })

  it('keeps the largest pixel of a pool, and knows no padding', () => {
    const { output } = read({ kind: 'maximum', strides: [2, 2], padding: 'same' })
    expect(output).toEqual([6, 8, 9, 3])
  })

  it('takes the mean of the pixels that there are', () => {
    const { output } = read({ kind: 'mean', strides: [2, 2], padding: 'same' })
    expect(output).toEqual([3.5, 5.5, 5, 2.5])
  })

  it('adds up the stamps of a transposed convolution where they overlap', () => {
    const { output, step } = read({ kind: 'transposed', strides: [1, 1], kernel: [2, 2] })
    // By hand: each pixel times the kernel, laid down at its own place.
    const stamped = new Array<number>(4 * 5).fill(0)
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 4; column++) {
        for (let i = 0; i < 4; i++) {
          const at = (row + Math.floor(i / 2)) * 5 + column + (i % 2)
          stamped[at] = (stamped[at] ?? 0) + Number(IMAGE.values[row * 4 + column]) * Number(KERNEL.values[i])
        }
      }
    }
    expect(output).toEqual(stamped)
    expect(step(0, 0).taps).toHaveLength(1)
    expect(step(1, 1).taps).toHaveLength(4)
  })

  it('reads a part of the output like the whole', () => {
    const walk = walkWindow(
      { kind: 'convolution', kernel: [2, 2], strides: [1, 1], padding: 'valid', dilation: [1, 1] },
      [3, 4],
    )
    const part = readOutput(walk, { row: 1, column: 1 }, { rows: 1, columns: 2 }, IMAGE, KERNEL)
    expect([...Array.from(part.values)]).toEqual([1, 3])
  })
})
