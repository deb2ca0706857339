/** One row of a grid as a picture: copied pixel by pixel, so that scrolling leaves little behind for the garbage collector. */
import type { Thumbnails } from '../../../engine/protocol/data'
import { PAGE_SIZE } from './imagePages'

/**
 * The images at positions `first` to before `end` side by side, each in the middle of a square of `side` pixels. An image that isn't here
 * yet stays clear.
 *
 * @returns RGBA: `side` x (`end` - `first`) * `side` x 4 bytes
 */
export function composeStrip(
  side: number,
  first: number,
  end: number,
  pageAt: (position: number) => Thumbnails | undefined,
): Uint8ClampedArray<ArrayBuffer> {
  const stripWidth = side * (end - first)
  const strip = new Uint32Array(stripWidth * side)
  for (let at = first; at < end; at++) {
    const page = pageAt(at)
    const place = at % PAGE_SIZE
    if (!page || place >= page.items.length) continue
    const { rgba, width, height } = page
    const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4)
    const left = (at - first) * side + Math.floor((side - width) / 2)
    const top = Math.floor((side - height) / 2)
    for (let y = 0, from = place * width * height; y < height; y++) {
      const to = (top + y) * stripWidth + left
      for (let x = 0; x < width; x++, from++) strip[to + x] = pixels[from] ?? 0
    }
  }
  return new Uint8ClampedArray(strip.buffer)
}
