/** Text of two bytes a letter: how much of a file is looked at, and the share of its letters that are of ASCII, in a table of paths. */
const LOOKED_AT = 2 ** 12
const LETTERS_OF_ASCII = 0.3

/** Bytes as text: UTF-8, or UTF-16, as PowerShell writes what a program prints. The mark at the beginning is left out. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(findUtf16(bytes) ?? 'utf-8').decode(bytes)
}

/** Whether the beginning of a file is in UTF-16: by its mark, or else by every other byte of its letters of ASCII being zero. */
export function findUtf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = head
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const some = head.subarray(0, Math.min(LOOKED_AT, head.length - (head.length % 2)))
  if (some.length < 4 || !some.includes(0)) return undefined
  const zeros = [0, 0]
  for (const [i, byte] of some.entries()) if (byte === 0) zeros[i % 2]! += 1
  const encoding = zeros[0] === 0 ? 'utf-16le' : zeros[1] === 0 ? 'utf-16be' : undefined
  if (encoding === undefined || zeros[0]! + zeros[1]! < (LETTERS_OF_ASCII * some.length) / 2) return undefined
  const text = new TextDecoder(encoding).decode(some)
  // Numbers of two bytes look alike, but for signs that no text holds.
  return /[^\P{Cc}\t\r\n]|[\ufffd\ufffe\uffff]/u.test(text) ? undefined : encoding
}
