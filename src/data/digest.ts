/** A mark of what is in a dataset: equal where pixels, labels and splits are, in every browser and on every day. */
import { breathe } from '../common/breathe'
import { sha256 } from '../common/sha256'
import type { Dataset } from './dataset'

/** Bytes that are hashed at a time: the browser copies them. */
const PIECE_BYTES = 16 * 2 ** 20

/** A view never changes. */
const known = new WeakMap<Columns, Promise<string>>()

type Columns = Pick<Dataset, 'pixels' | 'labels' | 'splits'>

/** SHA-256 over the SHA-256 of every piece, in hexadecimal digits. */
export function digestOf(view: Columns): Promise<string> {
  const before = known.get(view)
  if (before) return before
  const digest = work(view)
  known.set(view, digest)
  return digest
}

/** By the browser, or by hand where a page that came over plain HTTP has no digest. */
async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto }
  if (subtle) return new Uint8Array(await subtle.digest('SHA-256', bytes))
  await breathe()
  return sha256(bytes)
}

async function work({ pixels, labels, splits }: Columns): Promise<string> {
  const columns = [pixels, new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength), splits]
  const digests: Uint8Array<ArrayBuffer>[] = []
  for (const bytes of columns) {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      digests.push(await hash(bytes.subarray(at, at + PIECE_BYTES)))
    }
  }
  const whole = await hash(new Uint8Array(await new Blob(digests).arrayBuffer()))
  return Array.from(whole, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
