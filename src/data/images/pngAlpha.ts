/** The alpha of a PNG: a channel of its own, or what its tRNS chunk says (PNG specification, 11.3.2.1). */
import { type PngLayout, type PngSamples, rowBytes } from './pngRows'

/**
 * Writes the alpha of a pass to its places in `alpha`, one byte a pixel. `transparency` is the body of the tRNS chunk: the alpha of each
 * index of a palette, or the one colour that is clear, in two bytes a sample.
 */
export function spreadAlpha(
  rows: Uint8Array,
  pass: PngLayout,
  format: PngSamples,
  transparency: Uint8Array | undefined,
  alpha: Uint8Array,
  imageWidth: number,
): void {
  const { depth, samples, palette } = format
  const bytes = rowBytes(pass.width, depth * samples)
  const alphaOf = (row: number, x: number): number => {
    const sampleOf = (c: number): number => sampleAt(rows, row * bytes, x * samples + c, depth)
    if (palette !== undefined) return transparency?.[sampleOf(0)] ?? 255
    if (transparency === undefined) return sampleOf(samples - 1) >> (depth - 8)
    for (let c = 0; c < samples; c++) {
      if (sampleOf(c) !== ((transparency[2 * c]! << 8) | transparency[2 * c + 1]!)) return 255
    }
    return 0
  }
  for (let row = 0; row < pass.height; row++) {
    let to = (pass.y + row * pass.stepY) * imageWidth + pass.x
    for (let x = 0; x < pass.width; x++, to += pass.stepX) alpha[to] = alphaOf(row, x)
  }
}

/** Sample number `i` of the row that begins at `from`. */
function sampleAt(rows: Uint8Array, from: number, i: number, depth: number): number {
  if (depth === 16) return (rows[from + 2 * i]! << 8) | rows[from + 2 * i + 1]!
  if (depth === 8) return rows[from + i]!
  const bit = i * depth
  return (rows[from + (bit >> 3)]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1)
}
