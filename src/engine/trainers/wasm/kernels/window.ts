/** Images that a window slides over: with their zeros around them, in working memory, where there are any. */
import type { Pair } from '../../../../model/layers/pair'
import { behind, i32, v128, type Address, type I32 } from '../assembler/expressions'
import { VALUE, VECTOR, vectorsOf, type KernelBuilder } from '../kernel'
import { valuesOf, type Geometry, type ImageSize } from '../../plan/geometry'

/** An image whose rows lie so many bytes apart. */
export interface Laid {
  readonly at: Address
  readonly pitch: number
}

/** The image as the window sees it: from its first place to its last. */
export function windowedSize({ input, output, kernel, strides, dilation }: Geometry): ImageSize {
  const along = (axis: 0 | 1, places: number): number =>
    (places - 1) * strides[axis] + (kernel[axis] - 1) * dilation[axis] + 1
  return { height: along(0, output.height), width: along(1, output.width), channels: input.channels }
}

export interface Layout {
  /** Bytes from row to row. */
  readonly pitch: number
  /** Lays out the image that lies there, and says where. */
  lay(image: Address): Laid
}

/** How to lay out each image of a batch in turn for a window of this geometry. */
export function layOut(k: KernelBuilder, geometry: Geometry): Layout {
  const { input, before } = geometry
  const size = windowedSize(geometry)
  const pitch = VALUE * input.width * input.channels
  const isInside = before[0] === 0 && before[1] === 0 && size.height <= input.height && size.width <= input.width
  if (isInside) return { pitch, lay: (at) => ({ at, pitch }) }
  const padded = k.scratch(valuesOf(size))
  // What is around the image stays zero from one image to the next.
  k.f.clear(padded, VALUE * valuesOf(size))
  const laid = { at: padded, pitch: VALUE * size.width * size.channels }
  return {
    pitch: laid.pitch,
    lay(at) {
      copyImage(k, { from: { at, pitch }, to: laid, size: input, room: size, before })
      return laid
    },
  }
}

interface Copy {
  readonly from: Laid
  readonly to: Laid
  readonly size: ImageSize
  /** Of what is copied to: what lies beyond is left out. */
  readonly room: ImageSize
  readonly before: Pair
}

function copyImage(k: KernelBuilder, { from, to, size, room, before }: Copy): void {
  const rows = Math.min(size.height, room.height - before[0])
  const columns = Math.min(size.width, room.width - before[1])
  const start = behind(to.at, before[0] * to.pitch + before[1] * VALUE * size.channels)
  k.f.loop(rows, (row) => {
    copyValues(
      k,
      behind(start, i32.mul(row, to.pitch)),
      behind(from.at, i32.mul(row, from.pitch)),
      columns * size.channels,
    )
  })
}

/** Copies values that lie side by side, and nothing beyond them. */
export function copyValues(k: KernelBuilder, to: Address, from: Address, values: number): void {
  const { f } = k
  const [target, source] = [k.pointer(to), k.pointer(from)]
  const whole = Math.floor(values / 4)
  f.loop(
    VECTOR * whole,
    (at) => {
      f.storeV128({ base: i32.add(target, at), offset: 0 }, v128.load({ base: i32.add(source, at), offset: 0 }))
    },
    { by: VECTOR },
  )
  if (values % 4 > 0) {
    const offset = VECTOR * whole
    f.storeLanes({ base: target, offset }, f.let(v128.load({ base: source, offset })), values % 4)
  }
}

/** A stretch of an image under the window: values that lie side by side, as do their weights. */
export interface Runs {
  /** Where each begins, in values from the window's first, by row and column of runs. */
  readonly down: { readonly count: number; readonly step: number }
  readonly across: { readonly count: number; readonly step: number }
  /** Values of one run. */
  readonly length: number
}

/** The stretches of a window: whole rows of taps, or single taps where they lie apart. */
export function runsOf({ kernel, dilation, input }: Geometry, pitch: number): Runs {
  const { channels } = input
  const down = { count: kernel[0], step: dilation[0] * (pitch / VALUE) }
  if (dilation[1] === 1 || kernel[1] === 1) return { down, across: { count: 1, step: 0 }, length: kernel[1] * channels }
  return { down, across: { count: kernel[1], step: dilation[1] * channels }, length: channels }
}

/** Goes over the vectors of an image's rows. */
export function eachVectorOf(values: number, body: (vector: number, lanes: number) => void): void {
  for (let vector = 0; vector < vectorsOf(values); vector++) body(vector, Math.min(4, values - 4 * vector))
}

/** An index times a size, in bytes. */
export function times(index: I32, bytes: number): I32 {
  return i32.mul(index, bytes)
}
