/** Spreads images that stand in one field, with blanks between their pixels, over one column a pixel, as FER-2013 has them. */
import type { Rewriting } from './rewriting'

/** As many numbers with blanks between them as make an image of 7 x 7. */
const PACKED = /"?\s*(\d+(?:\s+\d+){48,})\s*"?/

export function unpackPixels(lines: readonly string[]): Promise<Rewriting | undefined> {
  const [first = '', second = ''] = lines
  const packed = PACKED.exec(second)?.[1]
  // Blanks alone between the fields are no packing.
  if (packed === undefined || !/[,;\t]/.test(second.replace(packed, ''))) return Promise.resolve(undefined)
  const delimiter = /[,;\t]/.exec(second.replace(packed, ''))![0]
  const count = packed.trim().split(/\s+/).length
  const names = Array.from({ length: count }, (_, i) => `pixel${i}`).join(delimiter)
  const fields = first.split(delimiter)
  const place = second.slice(0, second.indexOf(packed)).split(delimiter).length - 1
  const hasHeader = !PACKED.test(first)
  const rewrite = (line: string, number: number): string => {
    if (number === 0 && hasHeader) return fields.map((name, i) => (i === place ? names : name)).join(delimiter)
    return line.replace(PACKED, (_, pixels: string) => pixels.trim().replace(/\s+/g, delimiter))
  }
  return Promise.resolve({ rewrite })
}
