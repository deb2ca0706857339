/** Shares images out in batches for the decode workers, each read from its files in one go. */
import { ImportError } from '../../files/importProblem'
import type { ImageSize } from '../imageSize'
import type { EncodedBatch, ImageTarget } from './images'
import { FILE_STATES } from './images'
import { readTogether } from './readTogether'
import type { Place, SourceEntry } from '../../files/sourceEntry'
import { LOCAL_HEADER_BYTES } from '../../files/zipEntry'

/** A batch goes out when it has this many images, bytes, or bytes of pixels to come. */
const BATCH_IMAGES = 1024
const BATCH_BYTES = 4 * 2 ** 20
const BATCH_PIXEL_BYTES = 8 * 2 ** 20
/** A small set is shared out all the same. */
const MIN_BATCHES = 8

/** The most that one image file may take, unpacked. */
export const MAX_FILE_BYTES = 32 * 2 ** 20

/** A local header with the longest name and extra field. */
const MAX_HEADER_BYTES = LOCAL_HEADER_BYTES + 2 * 0xffff

/**
 * Some of the entries by number, batch by batch. They come in the order that they lie in their files, so that a file is read from its
 * beginning to its end. `size` is the size that they are brought to.
 */
export function* planBatches(
  entries: readonly SourceEntry[],
  numbers: readonly number[],
  size: ImageSize,
): Generator<number[], void> {
  const mostImages = Math.max(
    1,
    Math.min(
      BATCH_IMAGES,
      Math.ceil(numbers.length / MIN_BATCHES),
      Math.floor(BATCH_PIXEL_BYTES / (size.width * size.height * 3)),
    ),
  )
  let batch: number[] = []
  let bytes = 0
  for (const number of inOrderOfPlace(entries, numbers)) {
    batch.push(number)
    const place = entries[number]!.place
    bytes += place === undefined ? (entries[number]!.size ?? 0) : place.end - place.begin
    if (batch.length >= mostImages || bytes >= BATCH_BYTES) {
      yield batch
      batch = []
      bytes = 0
    }
  }
  if (batch.length > 0) yield batch
}

function inOrderOfPlace(entries: readonly SourceEntry[], numbers: readonly number[]): Iterable<number> {
  const files = new Map<Blob | undefined, number>()
  const fileOf = new Uint32Array(entries.length)
  const beginOf = new Float64Array(entries.length)
  for (const number of numbers) {
    const place = entries[number]!.place
    const file = files.get(place?.file) ?? files.size
    files.set(place?.file, file)
    fileOf[number] = file
    beginOf[number] = place?.begin ?? 0
  }
  const compare = (a: number, b: number): number => fileOf[a]! - fileOf[b]! || beginOf[a]! - beginOf[b]!
  // Tables mostly name images in the order that the archive has them in, and sorting a million takes long.
  const isInOrder = numbers.every((number, i) => i === 0 || compare(numbers[i - 1]!, number) < 0)
  return isInOrder ? numbers : Uint32Array.from(numbers).toSorted(compare)
}

/** The files of a batch as they lie, to be unpacked where they are decoded. */
export async function readBatch(
  entries: readonly SourceEntry[],
  numbers: readonly number[],
  target: ImageTarget,
): Promise<EncodedBatch> {
  const places: (Place | undefined)[] = []
  for (const number of numbers) {
    const entry = entries[number]!
    // Awaiting only where there is something to wait for: promises for 70,000 files are as much garbage as their bytes.
    places.push(entry.place === undefined ? await readPlace(entry) : withinReach(entry.place))
  }
  const { bytes, begins, ends, unreadable } = await readTogether(places.map((place) => place ?? NOWHERE))
  const states = new Uint8Array(numbers.length)
  const packedSizes = new Uint32Array(numbers.length)
  const sizes = new Uint32Array(numbers.length)
  const crcs = new Uint32Array(numbers.length)
  for (const [i, place] of places.entries()) {
    if (place === undefined || unreadable.has(i)) states[i] = FILE_STATES.unreadable
    else if (place.packing !== undefined) {
      states[i] = place.packing.deflated ? FILE_STATES.deflated : FILE_STATES.stored
      packedSizes[i] = place.packing.packedSize
      sizes[i] = place.packing.size
      crcs[i] = place.packing.crc
    }
  }
  return { bytes, begins, ends, states, packedSizes, sizes, crcs, target }
}

const NOWHERE: Place = { file: new Blob(), begin: 0, end: 0 }

/** No further than the entry can reach. */
function withinReach(place: Place): Place {
  if (place.packing === undefined) return place
  const end = place.begin + MAX_HEADER_BYTES + place.packing.packedSize
  return end < place.end ? { ...place, end } : place
}

/** The bytes of an entry that only `read` gives. Undefined where it can't. */
async function readPlace(entry: SourceEntry): Promise<Place | undefined> {
  try {
    const bytes = await entry.read(MAX_FILE_BYTES + 1)
    return bytes.length > MAX_FILE_BYTES ? undefined : { file: new Blob([bytes]), begin: 0, end: bytes.length }
  } catch (error) {
    if (error instanceof ImportError) return undefined
    throw error
  }
}
