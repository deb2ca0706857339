/** A convolution run backwards: for Conv2D's input gradient, and for Conv2DTranspose. */
import { valuesOf, type Geometry } from '../../plan/geometry'
import { behind, i32, type Address, type I32 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, type KernelBuilder } from '../kernel'
import { convolveRow, type Convolution } from './convolve'
import { backwards, type Phases } from './phases'
import { layOutFrame } from './window'

export interface BackConvolution {
  /** Of the convolution that is run backwards. */
  readonly geometry: Geometry
  /** The buffer of the values of its output. */
  readonly source: string
  /** The buffer of the kernel: rows x columns x filters x channels; turned round for stride 1. */
  readonly kernel: string
  /** A value for each of its channels, which each sum begins with. */
  readonly bias?: Address
  /** Takes in four sums, of which `lanes` are there. `at` is their place among the values of all images, in bytes. */
  store(value: Local<'v128'>, at: I32, lanes: number): void
}

/** Runs a convolution backwards: from values of its output to sums of its input. */
export function convolveBack(k: KernelBuilder, { geometry, source, kernel, bias, store }: BackConvolution): void {
  const { f } = k
  const { input, output, strides } = geometry
  const [columns, isTurned] = [geometry.kernel[1], Math.max(...strides) === 1]
  const tapBytes = VALUE * input.channels * output.channels
  const { down, across, frame } = backwards(geometry)
  const layout = layOutFrame(k, output, frame)

  const phase = (rows: Phases, columnsOf: Phases, tap: I32): Convolution => ({
    geometry: {
      input: { ...output, height: frame.height, width: frame.width },
      output: { height: rows.places, width: columnsOf.places, channels: input.channels },
      kernel: [rows.taps, columnsOf.taps],
      strides: [1, 1],
      dilation: [rows.dilation, columnsOf.dilation],
      before: [0, 0],
    },
    weights: behind(k.buffer(kernel), i32.mul(tap, tapBytes)),
    ...(!isTurned && { backwards: { down: rows.tapStep * columns, across: columnsOf.tapStep } }),
    ...(bias && { bias }),
  })

  k.eachImage((behindFirst) => {
    const image = layout.lay(behind(k.buffer(source), behindFirst(valuesOf(output))))
    const first = f.let(behindFirst(valuesOf(input)))
    eachPhase(k, { down, across }, columns, ({ rows, columnsOf, y, x, tap }) => {
      const convolution = phase(rows, columnsOf, tap)
      const [top, left] = [rows.source - frame.top, columnsOf.source - frame.left]
      const start = behind(image.at, top * image.pitch + left * VALUE * output.channels)
      f.loop(rows.places, (row) => {
        const place = i32.add(i32.mul(i32.add(y, i32.mul(row, strides[0])), input.width), x)
        const to = f.let(i32.add(first, i32.mul(place, VALUE * input.channels)))
        convolveRow(
          k,
          convolution,
          { ...image, at: start },
          { y: row, columns: columnsOf.places, filters: strides[1] * input.channels },
          ({ value, at, offset, lanes }) => store(value, f.let(i32.add(i32.add(to, at), offset)), lanes),
        )
      })
    })
  })
}

interface Phase {
  readonly rows: Phases
  readonly columnsOf: Phases
  /** The input's first row and column of the phase. */
  readonly y: I32
  readonly x: I32
  /** The first tap that meets it: row x columns + column. */
  readonly tap: I32
}

/** @param columns of the kernel. */
export function eachPhase(
  k: KernelBuilder,
  { down, across }: { readonly down: readonly Phases[]; readonly across: readonly Phases[] },
  columns: number,
  body: (phase: Phase) => void,
): void {
  for (const rows of down) {
    for (const columnsOf of across) {
      k.f.loop(rows.count, (row) => {
        k.f.loop(columnsOf.count, (column) => {
          const tap = i32.add(i32.mul(i32.add(row, rows.firstTap), columns), i32.add(column, columnsOf.firstTap))
          body({ rows, columnsOf, y: i32.add(row, rows.first), x: i32.add(column, columnsOf.first), tap: k.f.let(tap) })
        })
      })
    }
  }
}
