/** What a file is, by its first bytes: a name can be wrong. */
import { findFormat } from './imageFormats'

export type FileKind =
  | { readonly kind: 'image' | 'idx' | 'npy' | 'text' }
  /** Something else; `what` reads on from its name: `is empty`, `is a PDF document`. */
  | { readonly kind: 'other'; readonly what: string }

const SIGNATURES: readonly (readonly [what: string, bytes: readonly number[], at?: number])[] = [
  ['a TIFF image', [0x49, 0x49, 0x2a, 0]],
  ['a TIFF image', [0x4d, 0x4d, 0, 0x2a]],
  ['an AVIF image', [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66], 4],
  ['a HEIC image', [0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69], 4],
  // Archives are opened when the files are listed; what is left is one that is a single file to a person.
  ['a document or a model', [0x50, 0x4b, 3, 4]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21]],
  ['a bzip2 file', [0x42, 0x5a, 0x68]],
  ['an xz file', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a tar archive', [0x75, 0x73, 0x74, 0x61, 0x72], 257],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['an HDF5 file', [0x89, 0x48, 0x44, 0x46]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['a Python pickle', [0x80, 3]],
  ['a Python pickle', [0x80, 4]],
  ['a Python pickle', [0x80, 5]],
]
const NUMPY = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
/** Values of one byte to eight, as the IDX format numbers them. */
const IDX_TYPES: ReadonlySet<number> = new Set([8, 9, 0xb, 0xc, 0xd, 0xe])

/** How much of a file `recogniseBytes` wants to see. */
export const HEAD_BYTES = 4096

/** Of the first HEAD_BYTES of a file. Text is what holds no zero byte, or begins with the mark of UTF-16. */
export function recogniseBytes(head: Uint8Array): FileKind {
  if (head.length === 0) return { kind: 'other', what: 'is empty' }
  if (findFormat(head) !== undefined) return { kind: 'image' }
  if (begins(head, [0, 0]) && IDX_TYPES.has(head[2] ?? 0) && head[3]! >= 1 && head[3]! <= 4) return { kind: 'idx' }
  if (begins(head, NUMPY)) return { kind: 'npy' }
  for (const [what, bytes, at] of SIGNATURES) {
    if (begins(head, bytes, at)) return { kind: 'other', what: `is ${what}` }
  }
  if (begins(head, [0xff, 0xfe]) || begins(head, [0xfe, 0xff]) || !head.includes(0)) return { kind: 'text' }
  return { kind: 'other', what: 'is a binary file of an unknown kind' }
}

function begins(head: Uint8Array, bytes: readonly number[], at = 0): boolean {
  return bytes.every((byte, i) => head[at + i] === byte)
}
