/** Types and shapes of an HDF5 file's values, and the values of them that Keras writes: floats and texts. */
import { fromFloat16 } from '../../../model/float16'
import { damaged, decodePadded, Hdf5Bytes, unknownForm } from './hdf5Bytes'

/** https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html, section IV.A.2.d */
const CLASSES = { integer: 0, float: 1, text: 3, vlen: 9 }

export type DataType =
  | { readonly kind: 'float'; readonly size: 2 | 4 | 8; readonly isBigEndian: boolean }
  /** Of a length that is fixed. */
  | { readonly kind: 'text'; readonly size: number }
  /** A reference to a text of any length. */
  | { readonly kind: 'vlenText'; readonly size: number }
  | { readonly kind: 'other'; readonly size: number; readonly name: string }

export function readDataType(bytes: Hdf5Bytes): DataType {
  const classAndVersion = bytes.u8()
  const bits = [bytes.u8(), bytes.u8(), bytes.u8()]
  const size = bytes.u32()
  const kind = classAndVersion & 15
  if (kind === CLASSES.text && size > 0) return { kind: 'text', size }
  if (kind === CLASSES.vlen && (bits[0]! & 15) === 1 && size === VLEN_BYTES) return { kind: 'vlenText', size }
  if (kind === CLASSES.float) {
    const [, precision] = [bytes.u16(), bytes.u16()]
    const [, exponentSize] = [bytes.u8(), bytes.u8()]
    const ieee = { 2: 5, 4: 8, 8: 11 }[size]
    const isIeee = ieee === exponentSize && precision === size * 8 && (bits[0]! & 0x40) === 0
    if (isIeee) return { kind: 'float', size: size as 2 | 4 | 8, isBigEndian: (bits[0]! & 1) === 1 }
    return { kind: 'other', size, name: `floats of ${precision} bits` }
  }
  if (kind === CLASSES.integer) return { kind: 'other', size, name: `integers of ${size * 8} bits` }
  return { kind: 'other', size, name: `values of a type of their own` }
}

/** Of a reference to a text: its length, and where it lies in a heap. */
const VLEN_BYTES = 16

/** Without a shape there are no values at all. */
export function readShape(bytes: Hdf5Bytes): readonly number[] | undefined {
  const version = bytes.u8()
  const axes = bytes.u8()
  if (axes > 32) throw damaged()
  if (version === 1) bytes.skip(6)
  else if (version !== 2) throw damaged()
  else {
    bytes.skip(1)
    if (bytes.u8() === 2) return undefined
  }
  return Array.from({ length: axes }, () => bytes.u64())
}

/** How many values there are. A count that no file could hold is none. */
export function countOf(shape: readonly number[]): number {
  const count = shape.reduce((product, length) => product * length, 1)
  if (!Number.isSafeInteger(count)) throw damaged()
  return count
}

export function readFloats(type: DataType, bytes: Uint8Array<ArrayBuffer>, count: number): Float32Array<ArrayBuffer> {
  if (type.kind !== 'float') {
    const name = type.kind === 'other' ? type.name : 'texts'
    throw unknownForm(`weights that are ${name}, where float32 belong`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values = new Float32Array(count)
  const little = !type.isBigEndian
  if (type.size === 4) for (let i = 0; i < count; i++) values[i] = view.getFloat32(i * 4, little)
  else if (type.size === 8) for (let i = 0; i < count; i++) values[i] = view.getFloat64(i * 8, little)
  else for (let i = 0; i < count; i++) values[i] = fromFloat16(view.getUint16(i * 2, little))
  return values
}

/** @param heapText the text that a reference of `VLEN_BYTES` leads to. Undefined for values that are no texts. */
export function readTexts(
  type: DataType,
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
  heapText: (reference: Hdf5Bytes) => string,
): readonly string[] | undefined {
  if (type.kind !== 'text' && type.kind !== 'vlenText') return undefined
  if (count * type.size > bytes.length) throw damaged()
  return Array.from({ length: count }, (_, at) => {
    const value = bytes.subarray(at * type.size, (at + 1) * type.size)
    return type.kind === 'text' ? decodePadded(value) : heapText(new Hdf5Bytes(value))
  })
}
