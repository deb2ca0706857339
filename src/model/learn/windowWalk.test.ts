import { describe, expect, it } from 'vitest'
import type { LayerArgs, SlidingWindow } from '../layers/define'
import type { Pair } from '../layers/pair'
import { definitionOf, LAYERS } from '../layers/registry'
import { slideOver, spanOf, type Padding } from '../layers/sliding'
import { leftOver, nextPlace, placeOver, previousPlace, tapsAlong, walkWindow } from './windowWalk'

const WINDOW: SlidingWindow = {
  kind: 'convolution',
  kernel: [3, 3],
  strides: [1, 1],
  padding: 'valid',
  dilation: [1, 1],
}
const PADDINGS: readonly Padding[] = ['valid', 'same']

/** Every window of a small grid, the two axes of different numbers. */
function* windows(kind: SlidingWindow['kind']): Generator<SlidingWindow> {
  for (const padding of PADDINGS) {
    for (const size of [1, 2, 3, 5]) {
      for (const stride of [1, 2, 3]) {
        for (const dilation of [1, 2, 3]) {
          const window: SlidingWindow = {
            ...WINDOW,
            kind,
            padding,
            kernel: [size, (size % 3) + 1],
            strides: [stride, (stride % 3) + 1],
            dilation: [dilation, 1],
          }
          yield window
          if (stride > 1) yield { ...window, outputPadding: [stride - 1, 0] }
        }
      }
    }
  }
}

const INPUTS: readonly Pair[] = [
  [13, 16],
  [14, 5],
]

describe('a window that slides', () => {
  it('has as many places as the layer’s output has pixels', () => {
    for (const window of windows('convolution')) {
      for (const input of INPUTS) {
        const { rows, columns } = walkWindow(window, input)
        const span = spanOf(window.kernel, window.dilation)
        expect([rows.span, columns.span]).toEqual(span)
        expect([rows.output, columns.output]).toEqual(slideOver(input, span, window.strides, window.padding))
      }
    }
  })

  it('has the places that whole steps over the padded image make, and no more', () => {
    for (const window of windows('maximum')) {
      for (const input of INPUTS) {
        const walk = walkWindow(window, input)
        for (const axis of [walk.rows, walk.columns]) {
          const padded = axis.input + axis.before + axis.after
          let places = 0
          for (let start = 0; start + axis.span <= padded; start += axis.stride) places += 1
          expect(axis.output).toBe(places)
          const last = tapsAlong(axis, places - 1, 'maximum').at(-1)?.at ?? NaN
          expect(leftOver(axis)).toBe(Math.max(0, axis.input - 1 - last))
        }
      }
    }
  })

  it('pads as little as “same” needs, and the odd pixel at the end', () => {
    const same = (input: number, size: number, stride: number): readonly number[] => {
      const { rows } = walkWindow({ ...WINDOW, padding: 'same', kernel: [size, size], strides: [stride, stride] }, [
        input,
        input,
      ])
      return [rows.before, rows.after, rows.output]
    }
    expect(same(28, 3, 1)).toEqual([1, 1, 28])
    expect(same(28, 3, 2)).toEqual([0, 1, 14])
    expect(same(5, 4, 1)).toEqual([1, 2, 5])
    expect(same(5, 1, 3)).toEqual([0, 0, 2])
  })

  it('leaves a gap between its taps when it is dilated', () => {
    const { rows, columns } = walkWindow({ ...WINDOW, padding: 'same', dilation: [2, 1] }, [7, 7])
    expect(tapsAlong(rows, 0, 'convolution').map(({ at }) => at)).toEqual([-2, 0, 2])
    expect(tapsAlong(columns, 0, 'convolution').map(({ at }) => at)).toEqual([-1, 0, 1])
  })

  it('has no place where it does not fit', () => {
    expect(walkWindow({ ...WINDOW, kernel: [5, 3] }, [4, 4]).rows.output).toBeLessThanOrEqual(0)
  })
})

/** Which input pixel adds to which output pixel through which weight, found by stamping. */
function stamp(input: number, size: number, stride: number, dilation: number, cut: number): string[] {
  const found: string[] = []
  for (let at = 0; at < input; at++) {
    for (let weight = 0; weight < size; weight++) found.push(`${at * stride + weight * dilation - cut} ${weight} ${at}`)
  }
  return found
}

describe('a transposed convolution', () => {
  it('collects at each output pixel the stamps that fall on it', () => {
    for (const window of windows('transposed')) {
      const { rows } = walkWindow(window, [6, 6])
      const collected = Array.from({ length: rows.output }, (_, place) =>
        tapsAlong(rows, place, 'transposed').map(({ weight, at }) => `${place} ${weight} ${at}`),
      ).flat()
      const stamped = stamp(6, rows.size, rows.stride, rows.dilation, rows.before)
      const kept = stamped.filter((hit) => Number(hit.split(' ')[0]) >= 0 && Number(hit.split(' ')[0]) < rows.output)
      expect(collected.toSorted()).toEqual(kept.toSorted())
    }
  })

  // The formulas of Keras 3's `compute_conv_transpose_output_shape`, with numbers.
  it.each([
    { padding: 'valid', size: 3, stride: 2, outputPadding: null, output: 13, before: 0, after: 0 },
    { padding: 'valid', size: 2, stride: 3, outputPadding: null, output: 18, before: 0, after: -1 },
    { padding: 'valid', size: 3, stride: 2, outputPadding: [1, 1], output: 14, before: 0, after: -1 },
    { padding: 'same', size: 3, stride: 2, outputPadding: null, output: 12, before: 0, after: 1 },
    { padding: 'same', size: 4, stride: 2, outputPadding: null, output: 12, before: 1, after: 1 },
    { padding: 'same', size: 5, stride: 1, outputPadding: null, output: 6, before: 2, after: 2 },
    { padding: 'same', size: 3, stride: 2, outputPadding: [0, 0], output: 11, before: 1, after: 1 },
    { padding: 'same', size: 3, stride: 2, outputPadding: [1, 1], output: 12, before: 0, after: 1 },
    { padding: 'same', size: 1, stride: 2, outputPadding: null, output: 12, before: 0, after: -1 },
  ] as const)('of $size with stride $stride, padding $padding and output padding $outputPadding', (given) => {
    const { padding, size, stride, outputPadding, output, before, after } = given
    const window: SlidingWindow = {
      ...WINDOW,
      kind: 'transposed',
      padding,
      kernel: [size, size],
      strides: [stride, stride],
      outputPadding,
    }
    expect(walkWindow(window, [6, 6]).rows).toMatchObject({ output, before, after })
  })
})

describe('the places of a walk', () => {
  const walk = walkWindow({ ...WINDOW, kernel: [2, 2] }, [3, 4])

  it('follow one another row by row, there and back', () => {
    const there = [{ row: 0, column: 0 }]
    for (let place = nextPlace(walk, { row: 0, column: 0 }); place; place = nextPlace(walk, place)) there.push(place)
    expect(there).toHaveLength(6)
    expect(there[3]).toEqual({ row: 1, column: 0 })
    const back = [{ row: 1, column: 2 }]
    for (let place = previousPlace(walk, { row: 1, column: 2 }); place; place = previousPlace(walk, place)) {
      back.push(place)
    }
    expect(back.toReversed()).toEqual(there)
  })

  it('lie under the input pixel that is pointed at, and never outside of the output', () => {
    const padded = walkWindow({ ...WINDOW, padding: 'same', strides: [2, 2] }, [9, 9])
    expect(placeOver(padded, { row: 4, column: 8 })).toEqual({ row: 2, column: 4 })
    expect(placeOver(padded, { row: -1, column: 9 })).toEqual({ row: 0, column: 4 })
    const stamped = walkWindow({ ...WINDOW, kind: 'transposed', strides: [2, 2] }, [4, 4])
    expect(placeOver(stamped, { row: 1, column: 3 })).toEqual({ row: 3, column: 7 })
  })
})

describe.each(LAYERS.map(({ className }) => definitionOf(className)).filter(({ window }) => window))(
  'the window of $className',
  (definition) => {
    it('makes an output of the size that the layer has', () => {
      for (const input of INPUTS) {
        for (const { kernel, strides, padding, dilation, outputPadding } of windows('convolution')) {
          // Each layer takes what it has arguments for.
          const wanted: LayerArgs = {
            kernelSize: kernel,
            poolSize: kernel,
            strides,
            padding,
            dilationRate: dilation,
            outputPadding: outputPadding ?? null,
          }
          const own = Object.entries(wanted).filter(([name]) => name in definition.defaults)
          const args: LayerArgs = { ...definition.defaults, ...Object.fromEntries(own) }
          const shape = [...input, 2]
          const window = definition.window?.(args, [shape])
          const output = definition.outputShape(args, [shape])
          // A layer that leaves no image has no output to draw.
          if (!window || output.length < 3) continue
          const { rows, columns } = walkWindow(window, input)
          expect([rows.output, columns.output]).toEqual(output.slice(0, 2))
        }
      }
    })
  },
)
