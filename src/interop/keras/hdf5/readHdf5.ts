/**
 * Reads the part of HDF5 that Keras writes (The HDF Group, “HDF5 File Format Specification”, version 3): groups, attributes that are texts, and
 * floats, as they are, compressed or in chunks. Nothing is followed out of the file, and no work is more than the file's length times what
 * deflate expands, whatever the file claims.
 */
import { countOf, readDataType, readFloats, readShape, readTexts } from './dataTypes'
import { readLinks } from './groups'
import { damaged, decode, Hdf5Bytes, unknownForm } from './hdf5Bytes'
import { MESSAGES, readMessages, refuseHeaps, type Message } from './objectHeader'
import { readStored } from './storage'

export const HDF5_SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

export interface Hdf5Values {
  readonly shape: readonly number[]
  /** In row-major order. */
  readonly values: Float32Array<ArrayBuffer>
}

/** A group or a dataset. All of its methods throw InteropError where the file is damaged. */
export interface Hdf5Object {
  /** The names of what a group holds, in the file's order. */
  names(): readonly string[]
  /** What lies at a path below; undefined where there is nothing. */
  find(path: string): Hdf5Object | undefined
  /** An attribute that is a text, or undefined. */
  text(attribute: string): string | undefined
  /** An attribute that is a list of texts, or several of them, as Keras cuts long ones: `weight_names0`, `weight_names1`. */
  texts(attribute: string): readonly string[] | undefined
  /** The values of a dataset. */
  values(): Hdf5Values
}

/** @throws InteropError when it is no HDF5 file, or of a kind that h5py does not write. */
export function readHdf5(bytes: Uint8Array<ArrayBuffer>): Hdf5Object {
  const file = new Hdf5Bytes(bytes)
  if (HDF5_SIGNATURE.some((byte, at) => bytes[at] !== byte)) throw damaged()
  return new StoredObject(file, readRoot(file.from(8)), createHeaps(file))
}

/** The address of the root group. */
function readRoot(head: Hdf5Bytes): number {
  const version = head.u8()
  if (version > 3) throw unknownForm('a version of its own')
  if (version >= 2) {
    checkSizes(head)
    const base = head.skip(1).u64()
    if (base !== 0) throw unknownForm('something before it')
    return head.skip(16).u64()
  }
  checkSizes(head.skip(4))
  head.skip(1 + 2 + 2 + 4 + (version === 1 ? 4 : 0))
  if (head.u64() !== 0) throw unknownForm('something before it')
  return head.skip(24 + 8).u64()
}

function checkSizes(head: Hdf5Bytes): void {
  const [offsets, lengths] = [head.u8(), head.u8()]
  if (offsets !== 8 || lengths !== 8) throw unknownForm('addresses of another size')
}

type HeapText = (reference: Hdf5Bytes) => string

/** Texts that lie in the global heap. Each of its collections is looked through once. */
function createHeaps(file: Hdf5Bytes): HeapText {
  const heaps = new Map<number, ReadonlyMap<number, Uint8Array>>()
  return (reference) => {
    const [length, address, index] = [reference.u32(), reference.u64(), reference.u32()]
    if (length === 0) return ''
    const heap = heaps.get(address) ?? readHeap(file, address)
    heaps.set(address, heap)
    const bytes = heap.get(index)
    if (!bytes || length > bytes.length) throw damaged()
    return decode(bytes.subarray(0, length))
  }
}

function readHeap(file: Hdf5Bytes, address: number): ReadonlyMap<number, Uint8Array> {
  const head = file.from(address).expect('GCOL').skip(4)
  const heap = file.slice(address, head.u64()).skip(16)
  const objects = new Map<number, Uint8Array>()
  while (heap.left >= 16) {
    const index = heap.u16()
    const size = heap.skip(6).u64()
    // The rest is free.
    if (index === 0) break
    objects.set(index, heap.take(size))
    heap.skip(Math.min(heap.left, (8 - (size % 8)) % 8))
  }
  return objects
}

class StoredObject implements Hdf5Object {
  private readonly file: Hdf5Bytes
  private readonly address: number
  private readonly heapText: HeapText
  private links: ReadonlyMap<string, number> | undefined
  private attributes: ReadonlyMap<string, readonly string[] | undefined> | undefined

  constructor(file: Hdf5Bytes, address: number, heapText: HeapText) {
    this.file = file
    this.address = address
    this.heapText = heapText
  }

  /** Read anew each time, because reading a message moves on in its bytes. */
  private messages(): readonly Message[] {
    return readMessages(this.file, this.address)
  }

  private children(): ReadonlyMap<string, number> {
    if (!this.links) {
      const messages = this.messages()
      refuseHeaps(messages)
      this.links = readLinks(this.file, messages)
    }
    return this.links
  }

  names(): readonly string[] {
    return [...this.children().keys()]
  }

  find(path: string): Hdf5Object | undefined {
    const [name = '', ...rest] = path.split('/').filter((part) => part !== '')
    const address = this.children().get(name)
    if (address === undefined) return undefined
    const child = new StoredObject(this.file, address, this.heapText)
    return rest.length === 0 ? child : child.find(rest.join('/'))
  }

  text(attribute: string): string | undefined {
    return this.textAttributes().get(attribute)?.[0]
  }

  texts(attribute: string): readonly string[] | undefined {
    const all = this.textAttributes()
    const whole = all.get(attribute)
    if (whole) return whole
    const parts: string[] = []
    for (let at = 0; all.has(`${attribute}${at}`); at++) parts.push(...(all.get(`${attribute}${at}`) ?? []))
    return parts.length > 0 ? parts : undefined
  }

  private textAttributes(): ReadonlyMap<string, readonly string[] | undefined> {
    if (!this.attributes) {
      const messages = this.messages()
      refuseHeaps(messages)
      const found = messages.filter(({ type }) => type === MESSAGES.attribute)
      this.attributes = new Map(found.map(({ bytes }) => readAttribute(bytes, this.heapText)))
    }
    return this.attributes
  }

  values(): Hdf5Values {
    const messages = this.messages()
    const find = (type: number): Hdf5Bytes => {
      const bytes = messages.find((message) => message.type === type)?.bytes
      if (!bytes) throw damaged()
      return bytes
    }
    const type = readDataType(find(MESSAGES.dataType))
    const shape = readShape(find(MESSAGES.shape)) ?? [0]
    return { shape, values: readFloats(type, readStored(this.file, messages, type, shape), countOf(shape)) }
  }
}

/** Values are undefined where they are no texts. */
function readAttribute(bytes: Hdf5Bytes, heapText: HeapText): readonly [string, readonly string[] | undefined] {
  const version = bytes.u8()
  if (version < 1 || version > 3) throw damaged()
  if (bytes.u8() !== 0 && version > 1) throw unknownForm('a type that several values share')
  const sizes = [bytes.u16(), bytes.u16(), bytes.u16()]
  if (version === 3) bytes.skip(1)
  const [name, type, shape] = sizes.map((size) => {
    const part = bytes.slice(bytes.at, size)
    bytes.skip(version === 1 ? Math.ceil(size / 8) * 8 : size)
    return part
  })
  const count = countOf(readShape(shape!) ?? [0])
  return [name!.text(), readTexts(readDataType(type!), bytes.take(bytes.left), count, heapText)]
}
