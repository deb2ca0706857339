/** The bytes of an HDF5 file, read within their bounds. All numbers are little-endian. */
import { InteropError } from '../../interopError'

/** What stands for no address. */
export const NOWHERE = Infinity

export function damaged(): InteropError {
  return new InteropError('The HDF5 file is damaged, or it was cut off: download or save it again.')
}

/** The file is sound, and has a part that Keras never writes. */
export function unknownForm(what: string): InteropError {
  return new InteropError(`The HDF5 file has ${what}, which can’t be read here: save the model again with Keras.`)
}

/** Reads a stretch of bytes from its beginning to its end. Throws InteropError behind the end. */
export class Hdf5Bytes {
  readonly bytes: Uint8Array<ArrayBuffer>
  private readonly view: DataView
  at = 0

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Another reader, for a stretch of the same bytes. Absolute addresses are those of the whole file. */
  slice(begin: number, length: number): Hdf5Bytes {
    if (!(begin >= 0 && length >= 0 && begin + length <= this.bytes.length)) throw damaged()
    return new Hdf5Bytes(this.bytes.subarray(begin, begin + length))
  }

  /** The rest of the bytes from an address on. */
  from(begin: number): Hdf5Bytes {
    return this.slice(begin, this.bytes.length - begin)
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  private step(length: number): number {
    const begin = this.at
    if (!(length >= 0 && length <= this.left)) throw damaged()
    this.at = begin + length
    return begin
  }

  skip(length: number): this {
    this.step(length)
    return this
  }

  u8(): number {
    return this.view.getUint8(this.step(1))
  }

  u16(): number {
    return this.view.getUint16(this.step(2), true)
  }

  u32(): number {
    return this.view.getUint32(this.step(4), true)
  }

  /** An address or a length. Those beyond what a number holds are beyond any file too. */
  u64(): number {
    const value = this.view.getBigUint64(this.step(8), true)
    if (value === 2n ** 64n - 1n) return NOWHERE
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged()
    return Number(value)
  }

  /** An unsigned number of 1, 2, 4 or 8 bytes. */
  unsigned(size: number): number {
    if (size === 1) return this.u8()
    if (size === 2) return this.u16()
    return size === 4 ? this.u32() : this.u64()
  }

  take(length: number): Uint8Array<ArrayBuffer> {
    const begin = this.step(length)
    return this.bytes.subarray(begin, begin + length)
  }

  /** @throws InteropError when the four letters are others. */
  expect(signature: string): this {
    if (new TextDecoder('latin1').decode(this.take(4)) !== signature) throw damaged()
    return this
  }

  /** A text that ends with a zero, or with the bytes. */
  text(): string {
    const end = this.bytes.indexOf(0, this.at)
    return decode(this.take((end < 0 ? this.bytes.length : end) - this.at))
  }
}

export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** Without the zeros, or blanks, that fill a text of fixed length. */
export function decodePadded(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return decode(end < 0 ? bytes : bytes.subarray(0, end)).trimEnd()
}
