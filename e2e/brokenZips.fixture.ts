/** Archives that are wrong in ways that no writer of archives makes by itself: bytes of a good one, changed by hand. */
import { constants, deflateRawSync } from 'node:zlib'
import type { FileToOpen } from './pages/DataPanel'
import { toZip } from './pictures.fixture'

/** Marks where an entry begins, and where the directory at the end describes it (APPNOTE.TXT 4.3.7 and 4.3.12). */
const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1')
const DIRECTORY_HEADER = Buffer.from('PK\x01\x02', 'latin1')

/** Every entry says that it is encrypted. */
export function encrypt(zip: FileToOpen): FileToOpen {
  return changeHeaders(zip, (bytes, at, inDirectory) => {
    const flags = at + (inDirectory ? 8 : 6)
    bytes.writeUInt16LE(bytes.readUInt16LE(flags) | 1, flags)
  })
}

export function cutOff(zip: FileToOpen): FileToOpen {
  return { ...zip, buffer: zip.buffer.subarray(0, Math.floor(zip.buffer.length / 2)) }
}

/** An archive of some megabytes with one entry that unpacks to three gigabytes of zeros. */
export async function makeBomb(path: string): Promise<FileToOpen> {
  const chunkBytes = 16 * 2 ** 20
  const chunks = 192
  // Blocks that end in a flush stand on their own, so one can be repeated.
  const chunk = deflateRawSync(Buffer.alloc(chunkBytes), { finishFlush: constants.Z_SYNC_FLUSH })
  const deflated = Buffer.concat([...Array.from({ length: chunks }, () => chunk), deflateRawSync('')])
  const stored = await toZip({ [path]: deflated }, 'bomb.zip', 'STORE')
  return changeHeaders(stored, (bytes, at, inDirectory) => {
    const shift = inDirectory ? 2 : 0
    bytes.writeUInt16LE(8, at + 8 + shift)
    bytes.writeUInt32LE(chunkBytes * chunks, at + 22 + shift)
  })
}

function changeHeaders(zip: FileToOpen, change: (bytes: Buffer, at: number, inDirectory: boolean) => void): FileToOpen {
  const bytes = Buffer.from(zip.buffer)
  for (const header of [LOCAL_HEADER, DIRECTORY_HEADER]) {
    for (let at = bytes.indexOf(header); at >= 0; at = bytes.indexOf(header, at + 4)) {
      change(bytes, at, header === DIRECTORY_HEADER)
    }
  }
  return { ...zip, buffer: bytes }
}
