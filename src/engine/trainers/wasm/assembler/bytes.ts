/** The encodings that WebAssembly's binary format is made of. Source: WebAssembly Core Specification 2.0, chapter 5. */

/** An unsigned integer below 2^32, as LEB128. @throws RangeError for any other number. */
export function unsigned(value: number): readonly number[] {
  if (value !== value >>> 0) throw new RangeError(`${value} is no unsigned integer of 32 bits`)
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  return [...bytes, rest]
}

/** A signed 32-bit integer, as LEB128. @throws RangeError for any other number. */
export function signed(value: number): readonly number[] {
  if (value !== (value | 0)) throw new RangeError(`${value} is no signed integer of 32 bits`)
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const byte = rest & 0x7f
    rest >>= 7
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) return [...bytes, byte]
    bytes.push(byte | 0x80)
  }
}

/** Four bytes, the lowest first. */
export function float(value: number): readonly number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)]
}

/** A name in UTF-8, its length before it. */
export function text(value: string): readonly number[] {
  const bytes = new TextEncoder().encode(value)
  return [...unsigned(bytes.length), ...bytes]
}

/** Bytes that are put together at the end. */
export type Bytes = readonly number[] | Uint8Array<ArrayBuffer>

/** Items, their count before them. */
export function vector(items: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  return concat([unsigned(items.length), ...items])
}

export function concat(parts: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
