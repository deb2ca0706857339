/** What a form of a table is to those that rewrite it. */
import { piecesOf } from '../../../files/byteStream'
import type { SourceEntry } from '../../../files/sourceEntry'
import { markBytes, toLetters } from './letters'

/** How the lines of a table are turned into rows. */
export interface Rewriting {
  /** The row of a line, without its end. `number` counts from 0. Empty where the line holds no row, so that rows keep their numbers. */
  readonly rewrite: (line: string, number: number) => string
  /** What was decided where the file said nothing, in a sentence. */
  readonly note?: string
}

/** A form, told by the first lines of a table. Undefined for other tables. May read the whole of it. */
export type RewrittenForm = (lines: readonly string[], entry: SourceEntry) => Promise<Rewriting | undefined>

/** The lines of a table, without their ends, in letters as `toLetters` makes them. Throws the errors of reading. */
export async function* linesOf(entry: SourceEntry): AsyncGenerator<string, void, undefined> {
  let rest = ''
  let isFirst = true
  for await (const piece of piecesOf(entry.stream())) {
    const text = toLetters(isFirst ? piece.subarray(markBytes(piece)) : piece)
    isFirst = false
    const lines = (rest + text).split(/\r?\n/)
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
