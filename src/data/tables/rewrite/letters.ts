/**
 * Bytes as letters and back, whatever their code page. What forms look for is ASCII, and the rest passes through as it is: which page a table
 * is in is found out when its rows are read.
 */

/** A byte beyond ASCII is a letter that has no meaning of its own, and is no blank: of Unicode's private use area. */
const BEYOND = 0xf700
/** Letters that are made at once. */
const STRIDE = 2 ** 13

const decoder = new TextDecoder()
const encoder = new TextEncoder()

export function toLetters(bytes: Uint8Array): string {
  const text = decoder.decode(bytes)
  if (text.length === bytes.length && !text.includes('\ufffd')) return text
  const codes = Uint16Array.from(bytes, (byte) => (byte < 128 ? byte : BEYOND + byte))
  const parts: string[] = []
  for (let at = 0; at < codes.length; at += STRIDE) parts.push(String.fromCharCode(...codes.subarray(at, at + STRIDE)))
  return parts.join('')
}

/** Of letters that `toLetters` made, and ASCII. */
export function toBytes(letters: string): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(letters)
  if (bytes.length === letters.length) return bytes
  const given = new Uint8Array(letters.length)
  for (let i = 0; i < letters.length; i++) given[i] = letters.charCodeAt(i)
  return given
}

/** How long the mark of UTF-8 is that a text begins with. */
export function markBytes([first, second, third]: Uint8Array): number {
  return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
}
