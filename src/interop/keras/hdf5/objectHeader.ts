/** The header of an object in an HDF5 file: messages that say what it is and what it has. */
import { damaged, NOWHERE, unknownForm, type Hdf5Bytes } from './hdf5Bytes'

export const MESSAGES = {
  shape: 0x01,
  linkInfo: 0x02,
  dataType: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
}

export interface Message {
  readonly type: number
  readonly bytes: Hdf5Bytes
}

interface Block {
  readonly begin: number
  readonly length: number
}

/** Shared messages stand elsewhere in the file. */
const SHARED = 2

/** All messages of the object at an address, in order. Throws InteropError. */
export function readMessages(file: Hdf5Bytes, address: number): readonly Message[] {
  const head = file.from(address)
  const isSecond = head.bytes[0] === 0x4f
  const { first, hasOrder } = isSecond ? readSecondHead(head, address) : readFirstHead(head, address)
  const messages: Message[] = []
  const seen = new Set<number>()
  const blocks: Block[] = [first]
  for (let block = blocks.shift(); block; block = blocks.shift()) {
    if (seen.has(block.begin)) throw damaged()
    seen.add(block.begin)
    const bytes = file.slice(block.begin, block.length)
    for (const message of isSecond ? secondMessages(bytes, hasOrder) : firstMessages(bytes)) {
      if (message.type === MESSAGES.continuation) blocks.push(readContinuation(message.bytes, file, isSecond))
      else messages.push(message)
    }
  }
  return messages
}

interface Head {
  readonly first: Block
  /** Whether each message says when it was made. */
  readonly hasOrder: boolean
}

function readFirstHead(head: Hdf5Bytes, address: number): Head {
  if (head.u8() !== 1) throw damaged()
  const length = head.skip(7).u32()
  return { first: { begin: address + 16, length }, hasOrder: false }
}

function readSecondHead(head: Hdf5Bytes, address: number): Head {
  if (head.expect('OHDR').u8() !== 2) throw damaged()
  const flags = head.u8()
  head.skip((flags & 0x20) === 0 ? 0 : 16).skip((flags & 0x10) === 0 ? 0 : 4)
  const length = head.unsigned(2 ** (flags & 3))
  return { first: { begin: address + head.at, length }, hasOrder: (flags & 4) !== 0 }
}

function readContinuation(bytes: Hdf5Bytes, file: Hdf5Bytes, isSecond: boolean): Block {
  const [begin, length] = [bytes.u64(), bytes.u64()]
  if (!isSecond) return { begin, length }
  // A signature comes before the messages, and a checksum behind them.
  file.from(begin).expect('OCHK')
  return { begin: begin + 4, length: length - 8 }
}

function* firstMessages(block: Hdf5Bytes): Generator<Message, void> {
  while (block.left >= 8) {
    const [type, size, flags] = [block.u16(), block.u16(), block.u8()]
    block.skip(3)
    yield toMessage(type, flags, block, size)
  }
}

function* secondMessages(block: Hdf5Bytes, hasOrder: boolean): Generator<Message, void> {
  const header = hasOrder ? 6 : 4
  while (block.left >= header) {
    const [type, size, flags] = [block.u8(), block.u16(), block.u8()]
    if (hasOrder) block.skip(2)
    yield toMessage(type, flags, block, size)
  }
}

const READ: ReadonlySet<number> = new Set(Object.values(MESSAGES))

function toMessage(type: number, flags: number, block: Hdf5Bytes, size: number): Message {
  if (READ.has(type) && (flags & SHARED) !== 0) throw unknownForm('a type that several values share')
  const bytes = block.slice(block.at, size)
  block.skip(size)
  return { type, bytes }
}

/** Many links or attributes lie in a heap of their own, where the file is of a newer kind than Keras writes. */
export function refuseHeaps(messages: readonly Message[]): void {
  for (const { type, bytes } of messages) {
    if (type !== MESSAGES.linkInfo && type !== MESSAGES.attributeInfo) continue
    const flags = bytes.skip(1).u8()
    const orderBytes = type === MESSAGES.linkInfo ? 8 : 2
    if ((flags & 1) !== 0) bytes.skip(orderBytes)
    if (bytes.u64() !== NOWHERE) throw unknownForm('groups of the newer kind')
  }
}
