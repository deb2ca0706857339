/** Images that a window slides over: with their zeros around them, in working memory, where there are any. */
import { behind, i32, v128, type Address } from '../assembler/expressions'
import { VALUE, type KernelBuilder } from '../kernel'
import type { Geometry, ImageSize } from '../../plan/geometry'
import { eachVector } from './eachVector'

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

/** Rows and columns of an image. They may reach beyond it. */
export interface Frame {
  readonly top: number
  readonly left: number
  readonly height: number
  readonly width: number
}

/** How to lay out each image of a batch in turn for a window of this geometry, with every channel so many times. */
export function layOut(k: KernelBuilder, geometry: Geometry, repeats = 1): Layout {
  const { height, width } = windowedSize(geometry)
  const [top, left] = geometry.before
  return layOutFrame(k, geometry.input, { top: -top, left: -left, height, width }, repeats)
}

/** How to lay out of each image what a frame shows, with zeros where it reaches beyond the image. */
export function layOutFrame(k: KernelBuilder, size: ImageSize, frame: Frame, repeats = 1): Layout {
  const { f } = k
  const pixel = VALUE * size.channels
  const from = { top: Math.max(0, frame.top), left: Math.max(0, frame.left) }
  const rows = Math.min(size.height, frame.top + frame.height) - from.top
  const columns = Math.min(size.width, frame.left + frame.width) - from.left
  const start = (at: Address): Address => behind(at, (from.top * size.width + from.left) * pixel)
  if (repeats === 1 && rows === frame.height && columns === frame.width) {
    const pitch = size.width * pixel
    return { pitch, lay: (at) => ({ at: start(at), pitch }) }
  }
  const values = frame.height * frame.width * size.channels * repeats
  const room = k.scratch(values)
  // What is around the image stays zero from one image to the next.
  f.clear(room, VALUE * values)
  const pitch = frame.width * pixel * repeats
  const shown = behind(room, (from.top - frame.top) * pitch + (from.left - frame.left) * pixel * repeats)
  return {
    pitch,
    lay(at) {
      if (rows > 0 && columns > 0) {
        f.loop(rows, (row) => {
          const to = behind(shown, i32.mul(row, pitch))
          const source = behind(start(at), i32.mul(row, size.width * pixel))
          if (repeats === 1) copyValues(k, to, source, columns * size.channels)
          else repeatValues(k, to, source, columns * size.channels, repeats)
        })
      }
      return { at: room, pitch }
    },
  }
}

/** Puts each value so many times side by side. */
function repeatValues(k: KernelBuilder, to: Address, from: Address, values: number, repeats: number): void {
  const { f } = k
  const [target, source] = [k.pointer(to), k.pointer(from)]
  f.loop(values, () => {
    const value = f.let(v128.loadSplat({ base: source, offset: 0 }))
    eachVector(k, repeats, (at, lanes) => f.storeLanes({ base: i32.add(target, at), offset: 0 }, value, lanes))
    f.increase(source, VALUE)
    f.increase(target, VALUE * repeats)
  })
}

/** Copies values that lie side by side, and nothing beyond them. */
function copyValues(k: KernelBuilder, to: Address, from: Address, values: number): void {
  const { f } = k
  const [target, source] = [k.pointer(to), k.pointer(from)]
  eachVector(k, values, (at, lanes) => {
    const value = f.let(v128.load({ base: i32.add(source, at), offset: 0 }))
    f.storeLanes({ base: i32.add(target, at), offset: 0 }, value, lanes)
  })
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
  return tapsOf({ kernel, dilation, input }, pitch)
}

/** The taps of a window, each a stretch of its own. */
export function tapsOf(
  { kernel, dilation, input }: Pick<Geometry, 'kernel' | 'dilation' | 'input'>,
  pitch: number,
): Runs {
  const { channels } = input
  return {
    down: { count: kernel[0], step: dilation[0] * (pitch / VALUE) },
    across: { count: kernel[1], step: dilation[1] * channels },
    length: channels,
  }
}
