/** Text that is safe to show. Names from files are data, and shown as their letters alone. Counts are written for people. */

/** Embeddings, overrides and isolates of the Unicode bidirectional algorithm (UAX 9). */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g

/** For showing only: in the data a name stays as it is. Letters of right-to-left scripts keep their own direction. */
export function withoutBidiControls(name: string): string {
  return name.replace(BIDI_CONTROLS, '')
}

/** `60,000 images`. */
export function counted(count: number, things: string): string {
  return `${count.toLocaleString('en-US')} ${things}`
}

/** `1 image`, `60,000 images`. */
export function amountOf(count: number, noun: string, plural = `${noun}s`): string {
  return counted(count, count === 1 ? noun : plural)
}

/** `one`, `one and two`, `one, two and three`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** A name or value from a file inside a sentence: in quotation marks, on one line and cut to a readable length. */
export function quoted(text: string): string {
  const line = withoutBidiControls(text).replace(/\s+/g, ' ')
  return `“${line.length > 60 ? `${line.slice(0, 60)}…` : line}”`
}
