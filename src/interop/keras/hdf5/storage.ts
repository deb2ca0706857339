/** The bytes of a dataset's values, wherever they lie: in its header, in one piece, or in chunks that may be compressed. */
import { inflateInto } from '../../../files/inflate'
import { countOf, type DataType } from './dataTypes'
import { leavesOf } from './groups'
import { damaged, NOWHERE, unknownForm, type Hdf5Bytes } from './hdf5Bytes'
import { MESSAGES, type Message } from './objectHeader'

const DEFLATE = 1
const SHUFFLE = 2
const FLETCHER32 = 3
/** One of each. */
const MOST_FILTERS = 3
/** A filter's checksum. */
const CHECKSUM_BYTES = 4
/** Deflate expands at most so many times. */
const MAX_EXPANSION = 1032

interface Filter {
  readonly id: number
  readonly values: readonly number[]
}

/** In row-major order. Throws InteropError for values that lie in other files, and for what is compressed in ways that Keras never does. */
export function readStored(
  file: Hdf5Bytes,
  messages: readonly Message[],
  type: DataType,
  shape: readonly number[],
): Uint8Array<ArrayBuffer> {
  const size = countOf(shape) * type.size
  if (size > file.bytes.length * MAX_EXPANSION) throw damaged()
  if (messages.some((message) => message.type === MESSAGES.externalFiles)) throw unknownForm('values in other files')
  const layout = messages.find((message) => message.type === MESSAGES.layout)?.bytes
  if (!layout) throw damaged()
  const version = layout.u8()
  if (version !== 3 && version !== 4) throw unknownForm('a layout of an old or a newer kind')
  const kind = layout.u8()
  if (kind === 0) return exactly(layout.take(layout.u16()), size)
  if (kind === 1) {
    const [address, length] = [layout.u64(), layout.u64()]
    if (size === 0) return new Uint8Array()
    if (address === NOWHERE) throw unknownForm('weights without values')
    return exactly(file.slice(address, length).bytes, size)
  }
  if (kind === 3) throw unknownForm('values in other files')
  if (kind !== 2 || version !== 3) throw unknownForm('a layout of a newer kind')
  return readChunks(file, layout, readFilters(messages), type, shape)
}

function exactly(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  if (bytes.length < size) throw damaged()
  return bytes.subarray(0, size)
}

function readFilters(messages: readonly Message[]): readonly Filter[] {
  const bytes = messages.find(({ type }) => type === MESSAGES.filters)?.bytes
  if (!bytes) return []
  const version = bytes.u8()
  const count = bytes.u8()
  if (count > MOST_FILTERS) throw unknownForm('weights that are compressed again and again')
  if (version === 1) bytes.skip(6)
  return Array.from({ length: count }, () => {
    const id = bytes.u16()
    const nameLength = version === 1 || id >= 256 ? bytes.u16() : 0
    const values = bytes.skip(2).u16()
    bytes.skip(version === 1 ? roundUp(nameLength) : nameLength)
    const filter = { id, values: Array.from({ length: values }, () => bytes.u32()) }
    if (version === 1 && values % 2 === 1) bytes.skip(4)
    return filter
  })
}

function roundUp(length: number): number {
  return Math.ceil(length / 8) * 8
}

function readChunks(
  file: Hdf5Bytes,
  layout: Hdf5Bytes,
  filters: readonly Filter[],
  type: DataType,
  shape: readonly number[],
): Uint8Array<ArrayBuffer> {
  const axes = shape.length
  if (layout.u8() !== axes + 1) throw damaged()
  const tree = layout.u64()
  const chunk = shape.map(() => layout.u32())
  const chunkBytes = countOf(chunk) * type.size
  const values = new Uint8Array(countOf(shape) * type.size)
  if (values.length === 0) return values
  // The last chunk may reach over the end of its dataset. A larger one would be unpacked for next to nothing.
  if (tree === NOWHERE || chunk.some((length, axis) => length === 0 || length > shape[axis]!)) throw damaged()
  let filled = 0
  const places = new Set<string>()
  for (const { address, key } of leavesOf(file, tree, 1, 8 + 8 * (axes + 1))) {
    const [length, mask] = [key.u32(), key.u32()]
    const offset = shape.map(() => key.u64())
    const place = offset.join()
    // Each value is unpacked once.
    if (places.has(place) || offset.some((begin, axis) => begin % chunk[axis]! !== 0)) throw damaged()
    places.add(place)
    const packed = file.slice(address, length).bytes
    const bytes = unfilter(packed, filters, mask, chunkBytes)
    filled += copyChunk(bytes, values, { chunk, offset, shape, size: type.size })
  }
  // Values that no chunk has would be zeros, which no one saved.
  if (filled !== values.length) throw damaged()
  return values
}

function unfilter(
  packed: Uint8Array<ArrayBuffer>,
  filters: readonly Filter[],
  mask: number,
  size: number,
): Uint8Array<ArrayBuffer> {
  let bytes = packed
  for (const [at, { id, values }] of [...filters.entries()].toReversed()) {
    if ((mask & (1 << at)) !== 0) continue
    if (id === DEFLATE) bytes = inflate(bytes, size + CHECKSUM_BYTES * filters.length)
    else if (id === SHUFFLE) bytes = unshuffle(bytes, values[0] ?? 1)
    else if (id === FLETCHER32) bytes = bytes.subarray(0, Math.max(0, bytes.length - CHECKSUM_BYTES))
    else throw unknownForm('weights that are compressed by a filter of their own')
  }
  return exactly(bytes, size)
}

function inflate(bytes: Uint8Array<ArrayBuffer>, most: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(most)
  try {
    return out.subarray(0, inflateInto('zlib', [bytes], out))
  } catch {
    throw damaged()
  }
}

/** The first bytes of all values come first, then all second ones, and so on. */
function unshuffle(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const count = Math.floor(bytes.length / Math.max(size, 1))
  const out = Uint8Array.from(bytes)
  for (let byte = 0; byte < size && count > 0; byte++) {
    for (let i = 0; i < count; i++) out[i * size + byte] = bytes[byte * count + i]!
  }
  return out
}

interface Place {
  readonly chunk: readonly number[]
  readonly offset: readonly number[]
  readonly shape: readonly number[]
  readonly size: number
}

/** Copies the part of a chunk that lies in the dataset, row by row. @returns how many bytes it is. */
function copyChunk(from: Uint8Array, to: Uint8Array, { chunk, offset, shape, size }: Place): number {
  const axes = shape.length
  const inside = chunk.map((length, axis) => Math.min(length, shape[axis]! - offset[axis]!))
  if (inside.some((length) => length <= 0)) throw damaged()
  const row = (inside[axes - 1] ?? 1) * size
  const rows = countOf(inside.slice(0, -1))
  for (let i = 0; i < rows; i++) {
    let [rest, source, target] = [i, 0, 0]
    let [sourceStride, targetStride] = [chunk[axes - 1] ?? 1, shape[axes - 1] ?? 1]
    for (let axis = axes - 2; axis >= 0; axis--) {
      const index = rest % inside[axis]!
      rest = Math.floor(rest / inside[axis]!)
      source += index * sourceStride
      target += (index + offset[axis]!) * targetStride
      sourceStride *= chunk[axis]!
      targetStride *= shape[axis]!
    }
    const begin = (target + (offset[axes - 1] ?? 0)) * size
    to.set(from.subarray(source * size, source * size + row), begin)
  }
  return rows * row
}
