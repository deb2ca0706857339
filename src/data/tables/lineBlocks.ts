/** Cuts a table into blocks of whole lines while it is read, so that one of a gigabyte takes no more memory than its longest line. */
import { ImportError } from '../../files/importProblem'
import { piecesOf } from '../../files/byteStream'
import type { SourceEntry } from '../../files/sourceEntry'
import type { TextForm } from './textForm'

/** The most bytes that a line may have: a row of 2,000 x 2,000 pixels. */
export const MAX_LINE_BYTES = 16 * 2 ** 20

/**
 * The table as UTF-8, or in the code page that it has, without byte order mark. Every line of a block ends in `form.newline`, the
 * last of the file too. The next block overwrites the one before.
 * @throws ImportError when a line is longer than MAX_LINE_BYTES, and the errors of reading
 */
export async function* lineBlocks(
  entry: SourceEntry,
  form: Pick<TextForm, 'encoding' | 'newline'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { newline } = form
  const recode = createRecoder(form.encoding)
  let held = new Uint8Array(1 << 17)
  let length = 0

  const append = (piece: Uint8Array): void => {
    // One byte more, for the end of the last line.
    const needed = length + piece.length + 1
    if (needed > held.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * held.length))
      larger.set(held.subarray(0, length))
      held = larger
    }
    held.set(piece, length)
    length += piece.length
  }

  let isFirst = true
  const begin = (): number => {
    const hasMark = isFirst && held[0] === 0xef && held[1] === 0xbb && held[2] === 0xbf
    isFirst = false
    return hasMark ? 3 : 0
  }

  for await (const given of piecesOf(entry.stream())) {
    const piece = recode(given)
    const lastEnd = piece.lastIndexOf(newline)
    const whole = length + lastEnd + 1
    append(piece)
    if (lastEnd >= 0) {
      yield held.subarray(begin(), whole)
      held.copyWithin(0, whole, length)
      length -= whole
    }
    if (length > MAX_LINE_BYTES) throw tooLongLine(entry.path)
  }
  append(recode(undefined))
  if (length === 0) return
  held[length] = newline
  yield held.subarray(begin(), length + 1)
}

export function tooLongLine(file: string): ImportError {
  const message = `A line of ${file} is longer than 16 MB, the most that is read: a table has one row an image, each on its own line.`
  return new ImportError(message, { file })
}

/** A function that turns each piece into bytes in which a comma is one byte. Called without a piece at the end, it gives the rest. */
function createRecoder(encoding: TextForm['encoding']): (piece: Uint8Array | undefined) => Uint8Array {
  // In every code page a comma, a quotation mark and a line's end are bytes that are part of no other letter.
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be') return (piece) => piece ?? new Uint8Array(0)
  const decoder = new TextDecoder(encoding)
  const encoder = new TextEncoder()
  return (piece) => encoder.encode(piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true }))
}
