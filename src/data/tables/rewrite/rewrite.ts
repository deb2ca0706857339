/** Tables that other programs write in forms of their own, turned into rows of fields line by line, so that one reader is enough. */
import { joinPieces, type Pieces, streamOf } from '../../../files/byteStream'
import type { SourceEntry } from '../../../files/sourceEntry'
import type { MadeTable } from '../madeTable'
import { readArff } from './arff'
import { skipComments } from './comments'
import { markBytes, toBytes, toLetters } from './letters'
import { readLibsvm } from './libsvm'
import { readOrange } from './orange'
import { unpackPixels } from './packedPixels'
import { linesOf, type RewrittenForm, type Rewriting } from './rewriting'

const FORMS: readonly RewrittenForm[] = [readArff, readOrange, readLibsvm, unpackPixels, skipComments]

/** Enough for the names of the columns above the rows of an ARFF file, and for a few rows of an image each. */
const HEAD_BYTES = 2 ** 18
const ENCODED_BYTES = 2 ** 16

/** Undefined for a table that is rows of fields as it is. Throws the errors of reading. */
export async function rewriteTable(entry: SourceEntry): Promise<MadeTable | undefined> {
  const head = await entry.read(HEAD_BYTES)
  if (head.includes(0)) return undefined
  const mark = head.subarray(0, markBytes(head))
  const lines = toLetters(head.subarray(mark.length)).split(/\r\n|\n|\r/)
  if (lines.length > 1 && head.length === HEAD_BYTES) lines.pop()
  for (const form of FORMS) {
    const rewriting = await form(lines, entry)
    if (rewriting === undefined) continue
    const { note } = rewriting
    return { entry: new RewrittenTable(entry, rewriting, mark), notes: note === undefined ? [] : [note] }
  }
  return undefined
}

/** A file as its rows. */
class RewrittenTable implements SourceEntry {
  readonly path: string
  readonly size = undefined
  readonly archive?: string
  private readonly given: SourceEntry
  private readonly rewriting: Rewriting
  private readonly mark: Uint8Array<ArrayBuffer>

  /** `mark` is what the file begins with to say that it is UTF-8. */
  constructor(given: SourceEntry, rewriting: Rewriting, mark: Uint8Array<ArrayBuffer>) {
    this.given = given
    this.rewriting = rewriting
    this.mark = mark
    this.path = given.path
    if (given.archive !== undefined) this.archive = given.archive
  }

  read(limit = Infinity): Promise<Uint8Array<ArrayBuffer>> {
    return joinPieces(this.pieces(), limit, 0)
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return streamOf(this.pieces())
  }

  private async *pieces(): Pieces {
    if (this.mark.length > 0) yield this.mark
    let number = 0
    let text = ''
    for await (const line of linesOf(this.given)) {
      text += `${this.rewriting.rewrite(line, number)}\n`
      number += 1
      if (text.length < ENCODED_BYTES) continue
      yield toBytes(text)
      text = ''
    }
    yield toBytes(text)
  }
}
