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

/** Views of one dataset share its pixels. */
const knownPieces = new WeakMap<Uint8Array<ArrayBuffer>, Promise<readonly Uint8Array<ArrayBuffer>[]>>()

function piecesOf(bytes: Uint8Array<ArrayBuffer>): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const before = knownPieces.get(bytes)
  if (before) return before
  const pieces = hashPieces(bytes)
  knownPieces.set(bytes, pieces)
  return pieces
}

async function hashPieces(bytes: Uint8Array<ArrayBuffer>): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const digests: Uint8Array<ArrayBuffer>[] = []
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) digests.push(await hash(bytes.subarray(at, at + PIECE_BYTES)))
  return digests
}

/** The same of any numbers: equal where they are, bit by bit, in the same order. */
export async function digestOfArrays(arrays: Iterable<Float32Array<ArrayBuffer>>): Promise<string> {
  return join(Array.from(arrays, hashArray))
}

function hashArray(array: Uint16Array | Float32Array): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  return hashPieces(new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength))
}

function work({ pixels, labels, splits }: Columns): Promise<string> {
  return join([piecesOf(pixels), hashArray(labels), hashPieces(splits)])
}

async function join(columns: readonly Promise<readonly Uint8Array<ArrayBuffer>[]>[]): Promise<string> {
  const digests = (await Promise.all(columns)).flat()
  const whole = await hash(new Uint8Array(await new Blob(digests).arrayBuffer()))
  return Array.from(whole, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
