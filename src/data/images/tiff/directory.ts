/** The first directory of a TIFF (TIFF 6.0, section 2): what the file says of its first image. */
import { ImageError } from '../decodedImage'

const TAGS = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  extraSamples: 338,
  sampleFormat: 339,
} as const

const NEW_SUBFILE_TYPE = 254
/** In that tag: a smaller version of another picture, or the mask of one. */
const OF_ANOTHER = 0b101
/** Pages that are looked at: their list may go in a circle. */
const MOST_PAGES = 64

const TAG_NAMES = Object.keys(TAGS) as readonly (keyof typeof TAGS)[]

/** Bytes of a value of each type that is read: byte, short and long. */
const TYPE_BYTES: ReadonlyMap<number, 1 | 2 | 4> = new Map([
  [1, 1],
  [3, 2],
  [4, 4],
])

/** For each tag that is there, its values. */
export type Directory = { readonly [Tag in keyof typeof TAGS]?: readonly number[] } & { readonly little: boolean }

export function isTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes
  return (a === 0x49 && b === 0x49 && c === 0x2a && d === 0) || (a === 0x4d && b === 0x4d && c === 0 && d === 0x2a)
}

/** Undefined where the file ends before. */
export function readDirectory(bytes: Uint8Array): Directory | undefined {
  if (!isTiff(bytes) || bytes.length < 8) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = bytes[0] === 0x49
  const at = view.getUint32(4, little)
  if (at + 2 > bytes.length) return undefined
  const end = at + 2 + 12 * view.getUint16(at, little)
  if (end > bytes.length) return undefined
  const names = new Map<number, keyof typeof TAGS>(TAG_NAMES.map((name) => [TAGS[name], name]))
  const found: { -readonly [Tag in keyof typeof TAGS]?: readonly number[] } = {}
  for (let entry = at + 2; entry < end; entry += 12) {
    const name = names.get(view.getUint16(entry, little))
    const size = TYPE_BYTES.get(view.getUint16(entry + 2, little))
    if (name === undefined || size === undefined) continue
    const count = view.getUint32(entry + 4, little)
    const from = count * size <= 4 ? entry + 8 : view.getUint32(entry + 8, little)
    if (from + count * size > bytes.length) return undefined
    found[name] = Array.from({ length: count }, (_, i) => {
      const place = from + i * size
      if (size === 1) return view.getUint8(place)
      return size === 2 ? view.getUint16(place, little) : view.getUint32(place, little)
    })
  }
  return { ...found, little }
}

/** Pages of a stack. A smaller picture of the first page or a mask of it is none. */
export function hasMorePages(bytes: Uint8Array): boolean {
  if (!isTiff(bytes) || bytes.length < 8) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = bytes[0] === 0x49
  const behind = (at: number): number => {
    const next = at + 2 <= bytes.length ? at + 2 + 12 * view.getUint16(at, little) : bytes.length
    return next + 4 <= bytes.length ? view.getUint32(next, little) : 0
  }
  let at = behind(view.getUint32(4, little))
  for (let pages = 0; pages < MOST_PAGES && at > 0 && at + 2 <= bytes.length; pages++, at = behind(at)) {
    const end = Math.min(bytes.length - 12, at + 2 + 12 * (view.getUint16(at, little) - 1))
    let kind = 0
    for (let entry = at + 2; entry <= end; entry += 12) {
      if (view.getUint16(entry, little) === NEW_SUBFILE_TYPE) kind = view.getUint32(entry + 8, little)
    }
    if ((kind & OF_ANOTHER) === 0) return true
  }
  return false
}

/** The one value of a tag, or what the standard says it is where it is missing. */
export function valueOf(values: readonly number[] | undefined, usual: number): number {
  return values?.[0] ?? usual
}

/** Throws ImageError where it is missing. */
export function needed(values: readonly number[] | undefined): readonly number[] {
  if (values === undefined || values.length === 0) throw new ImageError('is damaged: a part of its head is missing')
  return values
}
