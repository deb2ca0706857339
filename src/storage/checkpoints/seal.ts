/**
 * The head of a file that says whether the file is whole: what it is, its version, how long its parts are, and their checksums. It is written
 * last, so a file that was cut off has none, or one that doesn't fit.
 *
 * Little-endian: 8 bytes of magic, then the version, the sequence, the bytes of the brief and their checksum, as u32; the bytes of the rest as
 * f64; its checksum and that of all before, as u32. The brief and the rest follow.
 */
import { crc32 } from '../../files/crc32'

const MAGIC = 'STRATACP'
const VERSION = 1

export const SEAL_BYTES = 40

export interface Seal {
  /** Which of a run's files is the newest. */
  readonly sequence: number
  readonly briefBytes: number
  readonly briefChecksum: number
  readonly restBytes: number
  readonly restChecksum: number
}

/** `newer` is of a later version; `torn` is cut off, or no such file. */
export type Unsealed = { readonly seal: Seal } | { readonly problem: 'newer' | 'torn' }

export function writeSeal(seal: Seal, version = VERSION): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(SEAL_BYTES)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode(MAGIC))
  view.setUint32(8, version, true)
  view.setUint32(12, seal.sequence, true)
  view.setUint32(16, seal.briefBytes, true)
  view.setUint32(20, seal.briefChecksum, true)
  view.setFloat64(24, seal.restBytes, true)
  view.setUint32(32, seal.restChecksum, true)
  view.setUint32(36, crc32(bytes, 0, 36), true)
  return bytes
}

/** @param bytes the first `SEAL_BYTES` of the file, or all there are. @param size of the whole file. */
export function readSeal(bytes: Uint8Array<ArrayBuffer>, size: number): Unsealed {
  if (bytes.length < SEAL_BYTES) return { problem: 'torn' }
  const view = new DataView(bytes.buffer, bytes.byteOffset, SEAL_BYTES)
  const isOurs = new TextDecoder().decode(bytes.subarray(0, 8)) === MAGIC
  if (!isOurs || view.getUint32(36, true) !== crc32(bytes, 0, 36)) return { problem: 'torn' }
  if (view.getUint32(8, true) > VERSION) return { problem: 'newer' }
  const seal = {
    sequence: view.getUint32(12, true),
    briefBytes: view.getUint32(16, true),
    briefChecksum: view.getUint32(20, true),
    restBytes: view.getFloat64(24, true),
    restChecksum: view.getUint32(32, true),
  }
  return size === SEAL_BYTES + seal.briefBytes + seal.restBytes ? { seal } : { problem: 'torn' }
}
