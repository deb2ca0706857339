/** Names in archives that don't say in which code page they are: all of one archive are read in one. */
import { createDecoder } from './codePages'
import { type TextReading, wordsBeyondAscii } from './textReading'

/** A name as far as it is known before all of them were seen. */
export interface ArchivedName {
  /** Empty where its bytes are no UTF-8, until `decodeUnsaid`. */
  readonly name: string
  /** Its bytes, and whether they may be UTF-8; undefined where nothing is in doubt. */
  readonly unsaid: { readonly raw: Uint8Array; readonly isUtf8: boolean } | undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** `saysUtf8`: whether the archive says of this name that it is UTF-8. */
export function readArchivedName(raw: Uint8Array, saysUtf8 = false): ArchivedName {
  try {
    const name = utf8.decode(raw)
    // A letter beyond ASCII takes more bytes than units of UTF-16.
    const unsaid = saysUtf8 || name.length === raw.length ? undefined : { raw: raw.slice(), isUtf8: true }
    return { name, unsaid }
  } catch {
    return { name: '', unsaid: { raw: raw.slice(), isUtf8: false } }
  }
}

/** A function that gives each of the names of the archive `file` in the page that fits all of them. macOS writes UTF-8 and does not say so. */
export function decodeUnsaid(
  names: Iterable<ArchivedName>,
  file: string,
  text: TextReading,
): (name: ArchivedName) => string {
  const words = new Map<string, Uint8Array>()
  let areUtf8 = true
  for (const { unsaid } of names) {
    if (unsaid === undefined) continue
    wordsBeyondAscii(unsaid.raw, words)
    areUtf8 &&= unsaid.isUtf8
  }
  if (words.size === 0) return ({ name }) => name
  const page = text.pageOf(file, 'names', [...words.values()], areUtf8)
  if (page === 'utf-8') return ({ name }) => name
  const decoder = createDecoder(page)
  return ({ name, unsaid }) => (unsaid === undefined ? name : decoder.decode(unsaid.raw))
}
