/** What a dropped file is, by its first bytes: a name can be wrong. */

export type FileKind =
  | { readonly kind: 'zip' | 'text' | 'empty' }
  /** Something else; `what` names it in words: `a GIF image`. */
  | { readonly kind: 'other'; readonly what: string }

const SIGNATURES: readonly (readonly [what: string, bytes: readonly number[], at?: number])[] = [
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['a WebP image', [0x57, 0x45, 0x42, 0x50], 8],
  ['a BMP image', [0x42, 0x4d]],
  ['a gzip file', [0x1f, 0x8b]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21]],
  ['a tar archive', [0x75, 0x73, 0x74, 0x61, 0x72], 257],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
]

/** How much of a file `recogniseFile` wants to see. */
export const HEAD_BYTES = 4096

/** Of the first HEAD_BYTES of a file. Text is what holds no zero byte, or begins with the mark of UTF-16. */
export function recogniseFile(head: Uint8Array): FileKind {
  if (head.length === 0) return { kind: 'empty' }
  // A zip begins with an entry, or, when it has none, with its end record.
  if (begins(head, [0x50, 0x4b, 3, 4]) || begins(head, [0x50, 0x4b, 5, 6])) return { kind: 'zip' }
  for (const [what, bytes, at] of SIGNATURES) {
    if (begins(head, bytes, at)) return { kind: 'other', what }
  }
  if (begins(head, [0xff, 0xfe]) || begins(head, [0xfe, 0xff]) || !head.includes(0)) return { kind: 'text' }
  return { kind: 'other', what: 'a binary file of an unknown kind' }
}

function begins(head: Uint8Array, bytes: readonly number[], at = 0): boolean {
  return bytes.every((byte, i) => head[at + i] === byte)
}

/**
 * UTF-8, UTF-16 by its mark, else Windows-1252, which spreadsheets still write. A byte order mark is dropped. The beginning of a file may
 * end inside a letter, which is then left out.
 */
export function decodeText(bytes: Uint8Array, part: 'whole' | 'beginning' = 'whole'): string {
  if (begins(bytes, [0xff, 0xfe])) return new TextDecoder('utf-16le').decode(bytes)
  if (begins(bytes, [0xfe, 0xff])) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: part === 'beginning' })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
