/** The elements of a NumPy array as numbers, in the order of the file, while it is read. */
import { ImportError } from '../../../files/importProblem'
import { createBreather } from '../../../common/breathe'
import { piecesOf } from '../../../files/byteStream'
import type { SourceEntry } from '../../../files/sourceEntry'
import type { NpyHead } from './npyHead'

/** Bytes that are converted at once: whole elements of any length. */
const BLOCK_BYTES = 2 ** 16
/** Bytes of a letter in UCS-4. */
export const LETTER_BYTES = 4

/**
 * The bytes of `count` elements in blocks of whole elements, little-endian. The next block overwrites the one before. Bytes behind the
 * elements are read to the end and passed over, because only at the end an archive tells whether all is sound.
 *
 * @throws ImportError when there are fewer, and the signal's reason when it is aborted
 */
export async function* elementBytes(
  entry: SourceEntry,
  { kind, offset, itemBytes, isLittleEndian }: NpyHead,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const breathe = createBreather(signal)
  const block = new Uint8Array(Math.max(1, Math.floor(BLOCK_BYTES / itemBytes)) * itemBytes)
  let filled = 0
  let skip = offset
  let left = count * itemBytes
  const give = (): Uint8Array<ArrayBuffer> => {
    const whole = block.subarray(0, filled)
    if (!isLittleEndian && kind !== 'S') reverse(whole, kind === 'U' ? LETTER_BYTES : itemBytes)
    filled = 0
    return whole
  }
  for await (const piece of piecesOf(entry.stream())) {
    const begin = Math.min(skip, piece.length)
    skip -= begin
    const end = Math.min(piece.length, begin + left)
    left -= end - begin
    for (let at = begin; at < end;) {
      const taken = Math.min(end - at, block.length - filled)
      block.set(piece.subarray(at, at + taken), filled)
      filled += taken
      at += taken
      if (filled < block.length) continue
      yield give()
      await breathe()
    }
    await breathe()
  }
  signal.throwIfAborted()
  if (left > 0) throw new ImportError(`${entry.path} is cut off: save or download it again.`, { file: entry.path })
  if (filled > 0) yield give()
}

/** Every `step` bytes in the other order. */
function reverse(bytes: Uint8Array, step: number): void {
  for (let low = 0; low < bytes.length; low += step) {
    for (let i = low, j = low + step - 1; i < j; i++, j--) {
      const held = bytes[i]!
      bytes[i] = bytes[j]!
      bytes[j] = held
    }
  }
}

/** Turns blocks into numbers. The next result overwrites the one before. Booleans are 0 and 1. */
export function createConverter({ kind, itemBytes }: NpyHead): (block: Uint8Array<ArrayBuffer>) => Float64Array {
  const values = new Float64Array(Math.max(1, BLOCK_BYTES / itemBytes))
  const convert = (block: Uint8Array<ArrayBuffer>, into: Float64Array): void => {
    const { buffer } = block
    const count = block.length / itemBytes
    if (kind === 'f' && itemBytes === 8) into.set(new Float64Array(buffer, 0, count))
    else if (kind === 'f' && itemBytes === 4) into.set(new Float32Array(buffer, 0, count))
    else if (kind === 'f') halves(new Uint16Array(buffer, 0, count), into)
    else if (itemBytes === 8) longs(new Uint32Array(buffer, 0, 2 * count), kind === 'i', into)
    else if (itemBytes === 4)
      into.set(kind === 'i' ? new Int32Array(buffer, 0, count) : new Uint32Array(buffer, 0, count))
    else if (itemBytes === 2)
      into.set(kind === 'i' ? new Int16Array(buffer, 0, count) : new Uint16Array(buffer, 0, count))
    else into.set(kind === 'i' ? new Int8Array(buffer, 0, count) : block)
  }
  return (block) => {
    const into = values.subarray(0, block.length / itemBytes)
    convert(block, into)
    return into
  }
}

/** IEEE 754 binary16. */
function halves(bits: Uint16Array, into: Float64Array): void {
  for (const [i, half] of bits.entries()) {
    const sign = half >> 15 === 0 ? 1 : -1
    const exponent = (half >> 10) & 31
    const fraction = half & 1023
    const size =
      exponent === 0
        ? fraction * 2 ** -24
        : exponent < 31
          ? (1024 + fraction) * 2 ** (exponent - 25)
          : fraction === 0
            ? Infinity
            : NaN
    into[i] = sign * size
  }
}

/** 64-bit integers from their low and high halves, exact up to 2^53. */
function longs(words: Uint32Array, isSigned: boolean, into: Float64Array): void {
  for (let i = 0; i < into.length; i++) {
    const high = words[2 * i + 1]!
    into[i] = words[2 * i]! + (isSigned ? high | 0 : high) * 2 ** 32
  }
}
