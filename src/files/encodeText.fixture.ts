/** Writes text in code pages, for tests of what reads it. It turns the browser's own decoders round, and has no table in common with the reader. */

/** By label, the bytes of every letter. */
const ENCODERS = new Map<string, ReadonlyMap<string, readonly number[]>>()

/** The letters of code page 850 that tests write, after IBM's table. */
const CP850 = new Map([
  ['ü', 0x81],
  ['é', 0x82],
  ['ä', 0x84],
  ['è', 0x8a],
  ['Ä', 0x8e],
  ['ö', 0x94],
  ['Ü', 0x9a],
  ['Ö', 0x99],
  ['ß', 0xe1],
])
/** Of Windows-1252, which Node decodes as Latin-1. */
const EURO = 0x80

/** `label` is of the Encoding Standard, or `cp850`. Throws for a letter that the page does not have. */
export function encodeText(text: string, label: string): Uint8Array<ArrayBuffer> {
  if (label === 'utf-16le' || label === 'utf-16be') return encodeUtf16(text, label === 'utf-16le')
  const encoder = encoderOf(label)
  return Uint8Array.from(
    Array.from(text).flatMap((letter) => {
      if (letter < '\u0080') return [letter.charCodeAt(0)]
      const bytes = encoder.get(letter)
      if (bytes === undefined) throw new Error(`${label} has no ${letter}`)
      return bytes
    }),
  )
}

/** Without a mark at the beginning. */
function encodeUtf16(text: string, isLittle: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new DataView(new ArrayBuffer(2 * text.length))
  for (let i = 0; i < text.length; i++) bytes.setUint16(2 * i, text.charCodeAt(i), isLittle)
  return new Uint8Array(bytes.buffer)
}

function encoderOf(label: string): ReadonlyMap<string, readonly number[]> {
  const known = ENCODERS.get(label)
  if (known !== undefined) return known
  const encoder = new Map<string, readonly number[]>()
  if (label === 'cp850') for (const [letter, byte] of CP850) encoder.set(letter, [byte])
  else {
    const decoder = new TextDecoder(label)
    const add = (bytes: number[]): void => {
      const text = decoder.decode(Uint8Array.from(bytes))
      if (Array.from(text).length === 1 && text !== '\ufffd' && !encoder.has(text)) encoder.set(text, bytes)
    }
    if (label === 'windows-1252') encoder.set('€', [EURO])
    for (let lead = 128; lead < 256; lead++) add([lead])
    for (let lead = 128; lead < 256; lead++) for (let next = 64; next < 256; next++) add([lead, next])
  }
  ENCODERS.set(label, encoder)
  return encoder
}
