/** The size that a set of images is brought to, found by looking at the headers of some of them. */
import type { ImageSize } from '../imageSize'
import { findFormat } from './imageFormats'
import { MAX_FILE_BYTES } from './imageBatches'
import { inflateBeginning } from '../../files/inflate'
import type { ImportSettings } from '../importSettings'
import { MAX_PIXEL_BYTES } from '../limits'
import { noteScaled, scaledTo } from './pixelLimit'
import { readTogether } from './readTogether'
import type { Place, SourceEntry } from '../../files/sourceEntry'
import { headerLength, LOCAL_HEADER_BYTES } from '../../files/zipEntry'

/** Images that are looked at, spread evenly over the set. */
const SAMPLE = 128
/** The side that mixed sizes are brought down to. */
const MAX_CHOSEN_SIDE = 128
/** The size of MNIST and its many successors, for images whose headers can't be read. */
const USUAL: ImageSize = { width: 28, height: 28 }

/**
 * Nearly every header ends within the first number. A photograph may have a thumbnail and a profile before it, and ends within the
 * second.
 */
const HEAD_BYTES = [1 << 10, 1 << 18] as const
/** Files that are read as a whole for their sizes. */
const WHOLE_FILES = 8
/** An entry's name and extra fields may stand before its content. */
const MAX_NAME_BYTES = 1 << 9

export interface ChosenSize {
  readonly size: ImageSize
  /** That most images have another size, and were brought down to this. */
  readonly note?: string | undefined
}

/**
 * The size that at least half of the sample has, at most 256 a side. Where no size has that, the size in the middle by width and by height,
 * at most 128 a side. A size that would take more than a dataset may is brought down in the same way.
 */
export async function chooseSize(
  entries: readonly SourceEntry[],
  turn: ImportSettings['turn'] = 'exif',
): Promise<ChosenSize> {
  const step = Math.max(1, entries.length / SAMPLE)
  const sample = Array.from({ length: Math.min(SAMPLE, entries.length) }, (_, i) => entries[Math.floor(i * step)]!)
  const sizes = await readSizes(sample, turn)
  if (sizes.length === 0) return { size: USUAL }
  const middle: ImageSize = {
    width: sizes.map(({ width }) => width).toSorted((a, b) => a - b)[sizes.length >> 1]!,
    height: sizes.map(({ height }) => height).toSorted((a, b) => a - b)[sizes.length >> 1]!,
  }
  // A size that half have is in the middle by either side, unless one half is smaller: then the count tells.
  const counts = new Map<string, { size: ImageSize; count: number }>()
  for (const size of sizes) {
    const key = `${size.width} × ${size.height}`
    counts.set(key, { size, count: 1 + (counts.get(key)?.count ?? 0) })
  }
  const [most] = [...counts.values()].toSorted((a, b) => b.count - a.count)
  const isMixed = most!.count * 2 < sizes.length
  if (isMixed) return { size: scaledTo(middle, MAX_CHOSEN_SIDE) }
  const own = most!.size
  const scaled = scaledTo(own)
  const isTooMuch = entries.length * scaled.width * scaled.height * 3 > MAX_PIXEL_BYTES
  const size = isTooMuch ? scaledTo(own, MAX_CHOSEN_SIDE) : scaled
  return { size, note: noteScaled(own, size) }
}

/** The sizes of the images whose headers can be read. */
async function readSizes(sample: readonly SourceEntry[], turn: ImportSettings['turn']): Promise<ImageSize[]> {
  const sizes: ImageSize[] = []
  let left = sample
  for (const bytes of HEAD_BYTES) {
    const heads = await readHeads(left, bytes)
    left = left.filter((entry, i) => {
      const size = findFormat(heads[i]!)?.readSize(heads[i]!, turn)
      if (size !== undefined && size.width > 0 && size.height > 0) sizes.push(size)
      return size === undefined && (entry.size ?? Infinity) > bytes
    })
    if (left.length === 0) break
  }
  // A TIFF may have its head at its end.
  const rest = left.slice(0, WHOLE_FILES)
  for (const head of await readHeads(rest, MAX_FILE_BYTES)) {
    const size = findFormat(head)?.readSize(head, turn)
    if (size !== undefined && size.width > 0 && size.height > 0) sizes.push(size)
  }
  return sizes
}

/** The first bytes of each, at most `limit`; none where they can't be read. */
async function readHeads(entries: readonly SourceEntry[], limit: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const placed: Place[] = []
  for (const { place } of entries) {
    if (place === undefined) continue
    const bytes = place.packing === undefined ? limit : LOCAL_HEADER_BYTES + MAX_NAME_BYTES + limit
    placed.push({ ...place, end: Math.min(place.end, place.begin + bytes) })
  }
  const { bytes, begins, ends } = await readTogether(placed)
  const heads: Uint8Array<ArrayBuffer>[] = []
  let at = 0
  for (const entry of entries) {
    if (entry.place === undefined) {
      heads.push(await entry.read(limit).catch(() => new Uint8Array(0)))
      continue
    }
    const stretch = bytes.subarray(begins[at], ends[at])
    at += 1
    heads.push(entry.place.packing === undefined ? stretch : unpackHead(stretch, entry.place.packing.deflated, limit))
  }
  return heads
}

function unpackHead(stretch: Uint8Array<ArrayBuffer>, deflated: boolean, limit: number): Uint8Array<ArrayBuffer> {
  const content = stretch.subarray(headerLength(stretch) ?? stretch.length)
  return deflated ? inflateBeginning(content, limit) : content
}
