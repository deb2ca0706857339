/** What a group of an HDF5 file holds: names, and the addresses of the objects that have them. */
import { damaged, decode, NOWHERE, type Hdf5Bytes } from './hdf5Bytes'
import { MESSAGES, type Message } from './objectHeader'

/** Far more than the layers of any model. */
const MOST_LINKS = 2 ** 20

/** Links that lead to another place by its name, or to another file, are passed over: what they lead to is missing then. */
export function readLinks(file: Hdf5Bytes, messages: readonly Message[]): ReadonlyMap<string, number> {
  const links = new Map<string, number>()
  const add = (name: string, address: number): void => {
    if (links.size >= MOST_LINKS) throw damaged()
    if (address !== NOWHERE) links.set(name, address)
  }
  for (const { type, bytes } of messages) {
    if (type === MESSAGES.link) readLink(bytes, add)
    if (type === MESSAGES.symbolTable) readSymbolTable(file, bytes, add)
  }
  return links
}

type Add = (name: string, address: number) => void

function readLink(bytes: Hdf5Bytes, add: Add): void {
  if (bytes.u8() !== 1) throw damaged()
  const flags = bytes.u8()
  const type = (flags & 8) === 0 ? 0 : bytes.u8()
  bytes.skip((flags & 4) === 0 ? 0 : 8).skip((flags & 16) === 0 ? 0 : 1)
  const name = decode(bytes.take(bytes.unsigned(2 ** (flags & 3))))
  if (type === 0) add(name, bytes.u64())
}

const SYMBOLIC = 2

function readSymbolTable(file: Hdf5Bytes, bytes: Hdf5Bytes, add: Add): void {
  const [tree, heap] = [bytes.u64(), bytes.u64()]
  const header = file.from(heap).expect('HEAP').skip(4)
  const length = header.u64()
  const names = file.slice(header.skip(8).u64(), length)
  for (const leaf of leavesOf(file, tree, 0, 8)) {
    const symbols = file.from(leaf.address).expect('SNOD').skip(2)
    for (let count = symbols.u16(); count > 0; count--) {
      const [name, address, kind] = [symbols.u64(), symbols.u64(), symbols.u32()]
      symbols.skip(20)
      if (kind !== SYMBOLIC) add(names.from(name).text(), address)
    }
  }
}

export interface Leaf {
  readonly address: number
  /** What stands before the address. */
  readonly key: Hdf5Bytes
}

/**
 * The leaves of a B-tree of version 1, in order. Each node is met once, so that no tree is larger than its file.
 *
 * @param kind 0 for the links of a group, 1 for the chunks of a dataset.
 */
export function* leavesOf(file: Hdf5Bytes, root: number, kind: number, keyBytes: number): Generator<Leaf, void> {
  const seen = new Set<number>()
  const open = [root]
  for (let address = open.shift(); address !== undefined; address = open.shift()) {
    if (seen.has(address)) throw damaged()
    seen.add(address)
    const node = file.from(address).expect('TREE')
    if (node.u8() !== kind) throw damaged()
    const level = node.u8()
    const count = node.u16()
    node.skip(16)
    const below: number[] = []
    for (let i = 0; i < count; i++) {
      const key = node.slice(node.at, keyBytes)
      const child = node.skip(keyBytes).u64()
      if (level > 0) below.push(child)
      else yield { address: child, key }
    }
    open.unshift(...below)
  }
}
