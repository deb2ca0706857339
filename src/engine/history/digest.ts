/** A mark of what is in a dataset: equal where pixels, labels and splits are, in every browser and on every day. */
import type { Dataset } from '../../data/dataset'

/** Bytes that are hashed at a time: the browser copies them. */
const PIECE_BYTES = 16 * 2 ** 20

/** A view never changes. */
const known = new WeakMap<Dataset, Promise<string | undefined>>()

/** SHA-256 over the SHA-256 of every piece, in hexadecimal digits. Nothing where the browser has no digest, as over plain HTTP. */
export function digestOf(view: Dataset): Promise<string | undefined> {
  const before = known.get(view)
  if (before) return before
  const digest = work(view).catch(() => undefined)
  known.set(view, digest)
  return digest
}

async function work({ pixels, labels, splits }: Dataset): Promise<string> {
  const columns = [pixels, new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength), splits]
  const digests: ArrayBuffer[] = []
  for (const bytes of columns) {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      digests.push(await crypto.subtle.digest('SHA-256', bytes.subarray(at, at + PIECE_BYTES)))
    }
  }
  const whole = await crypto.subtle.digest('SHA-256', await new Blob(digests).arrayBuffer())
  return Array.from(new Uint8Array(whole), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
