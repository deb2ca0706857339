/** Windows that slide over images, channel by channel. Those that reach beyond the image are told apart: the others need no checks. */
import { valuesOf, type Geometry } from '../../plan/geometry'
import { f32, f32x4, i32, int, num, type I32, type V128 } from '../assembler/expressions'
import { VALUE, type KernelBuilder } from '../kernel'

export interface Window {
  /** Where the output's pixel is, in bytes from the first image's first value. */
  readonly output: I32
  /** Where the window's first tap is, in bytes from the first image's first value. It may lie outside of the image. */
  readonly input: I32
  /** The taps that lie in the image, each side from the first to before the last. Absent where all do. */
  readonly clip?: Clip
}

interface Clip {
  readonly rows: readonly [I32, I32]
  readonly columns: readonly [I32, I32]
}

/** Goes over the windows of all images. `body` is written out once for those that lie in the image, and once for the others. */
export function eachWindow(k: KernelBuilder, geometry: Geometry, body: (window: Window) => void): void {
  const { f } = k
  const { input, output } = geometry
  const pixel = VALUE * input.channels
  const [down, across] = [alongAxis(k, geometry, 0), alongAxis(k, geometry, 1)]
  k.eachImage((behindFirst) => {
    const [from, to] = [f.let(behindFirst(valuesOf(input))), f.let(behindFirst(valuesOf(output)))]
    f.loop(output.height, (y) => {
      const top = down.begin(y)
      const row = f.let(i32.add(from, i32.mul(top, input.width * pixel)))
      f.loop(output.width, (x) => {
        const left = across.begin(x)
        const window = { output: to, input: f.let(i32.add(row, i32.mul(left, pixel))) }
        const isInside = i32.and(down.isInside(top), across.isInside(left))
        const clipped = (): void => body({ ...window, clip: { rows: down.clip(top), columns: across.clip(left) } })
        if (isInside.constant === 1) body(window)
        else if (isInside.constant === 0) clipped()
        else f.when(isInside, () => body(window), clipped)
        f.increase(to, pixel)
      })
    })
  })
}

function alongAxis(k: KernelBuilder, { input, output, kernel, strides, before }: Geometry, axis: 0 | 1) {
  const { f } = k
  const [length, places] = axis === 0 ? [input.height, output.height] : [input.width, output.width]
  const size = kernel[axis]
  const isAlways = before[axis] === 0 && (places - 1) * strides[axis] + size <= length
  return {
    begin: (place: I32): I32 => f.let(i32.sub(i32.mul(place, strides[axis]), before[axis])),
    isInside(begin: I32): I32 {
      if (isAlways) return int(1)
      return size > length ? int(0) : i32.ltU(begin, length - size + 1)
    },
    clip(begin: I32): readonly [I32, I32] {
      const [first, end] = [f.let(i32.sub(0, begin)), f.let(i32.sub(length, begin))]
      return [f.let(i32.select(i32.gtS(first, 0), first, 0)), f.let(i32.select(i32.ltS(end, size), end, size))]
    },
  }
}

/** Taps up to which all of them are unrolled. */
const MOST_UNROLLED = 16

/**
 * Goes over a window's taps in the image.
 *
 * @param body with where a tap is, in bytes from the window's first, and its number: row x columns + column.
 */
export function eachTap(
  k: KernelBuilder,
  { kernel, input }: Geometry,
  { clip }: Window,
  body: (at: I32, tap: I32) => void,
): void {
  const { f } = k
  const pixel = VALUE * input.channels
  const [rows, columns] = kernel
  const tapOf = (row: I32, column: I32): void =>
    body(i32.add(i32.mul(row, input.width * pixel), i32.mul(column, pixel)), i32.add(i32.mul(row, columns), column))
  if (!clip && rows * columns <= MOST_UNROLLED) {
    for (let tap = 0; tap < rows * columns; tap++) tapOf(int(Math.floor(tap / columns)), int(tap % columns))
    return
  }
  const all = clip ?? { rows: [int(0), int(rows)], columns: [int(0), int(columns)] }
  f.loop(all.rows[1], (row) => f.loop(all.columns[1], (column) => tapOf(row, column), { from: all.columns[0] }), {
    from: all.rows[0],
  })
}

/** One over the number of the taps in the image. */
export function shareOf(k: KernelBuilder, { kernel }: Geometry, { clip }: Window): V128 {
  if (!clip) return f32x4.splat(1 / (kernel[0] * kernel[1]))
  const { rows, columns } = clip
  const taps = i32.mul(i32.sub(rows[1], rows[0]), i32.sub(columns[1], columns[0]))
  return k.f.let(f32x4.splat(f32.div(num(1), f32.fromS(taps))))
}
