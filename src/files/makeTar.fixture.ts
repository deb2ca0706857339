/** Writes tar archives for tests: ustar, GNU's long names, pax, sparse files and links. It shares no code with the reader. */
import { strToU8 } from 'fflate'

export interface TarRecipe {
  /** Its bytes, where they are no UTF-8. */
  readonly name: string | Uint8Array
  readonly bytes?: Uint8Array
  /** `0` when left out. */
  readonly type?: string
  /** How a name of more than 100 letters is written. */
  readonly long?: 'ustar' | 'gnu' | 'pax'
}

export function makeTar(entries: readonly TarRecipe[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  const add = (name: string | Uint8Array, bytes: Uint8Array, type: string, prefix = ''): void => {
    const block = new Uint8Array(512)
    block.set((typeof name === 'string' ? strToU8(name) : name).subarray(0, 100))
    block.set(strToU8('0000644\0' + '0000000\0'.repeat(2)), 100)
    block.set(strToU8(`${bytes.length.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`), 124)
    block.set(strToU8(`        ${type}`), 148)
    block.set(strToU8('ustar\x0000'), 257)
    block.set(strToU8(prefix), 345)
    const sum = block.reduce((total, byte) => total + byte, 0)
    block.set(strToU8(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
    parts.push(block, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512))
  }
  for (const { name, bytes = new Uint8Array(0), type = '0', long } of entries) {
    if (typeof name !== 'string') {
      if (long === 'gnu') add('././@LongLink', Uint8Array.from([...name, 0]), 'L')
      add(name, bytes, type)
      continue
    }
    if (long === 'gnu') add('././@LongLink', strToU8(`${name}\0`), 'L')
    if (long === 'pax') {
      const record = ` path=${name}\n`
      const own = strToU8(record).length
      const digits = String(own + String(own).length).length
      add('PaxHeaders/x', strToU8(`${own + digits}${record}`), 'x')
    }
    const slash = name.lastIndexOf('/')
    if (long === 'ustar') add(name.slice(slash + 1), bytes, type, name.slice(0, slash))
    else add(name, bytes, type)
  }
  parts.push(new Uint8Array(1024))
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
