/** Keeps names from files from turning the text around them: a name is data, and shown as its letters alone. */

/** Embeddings, overrides and isolates of the Unicode bidirectional algorithm (UAX 9). */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g

/** For showing only: in the data a name stays as it is. Letters of right-to-left scripts keep their own direction. */
export function withoutBidiControls(name: string): string {
  return name.replace(BIDI_CONTROLS, '')
}
