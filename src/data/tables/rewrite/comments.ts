/** Passes over comments above a table, as NumPy's `savetxt` and the lists of many datasets have them. */
import type { Rewriting } from './rewriting'

const COMMENT = /^\s*#/

/** A single line may name the columns, so it stays, without its mark where it is followed by a blank. */
export function skipComments(lines: readonly string[]): Promise<Rewriting | undefined> {
  const count = lines.findIndex((line) => !COMMENT.test(line))
  if (count < 2) return Promise.resolve(undefined)
  return Promise.resolve({ rewrite: (line, number) => (number < count ? '' : line) })
}
