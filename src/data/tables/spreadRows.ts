/** Rows from the whole length of a table. A table that is sorted by class shows one class alone at its beginning. */
import { ImportError } from '../../files/importProblem'
import type { SourceEntry } from '../../files/sourceEntry'
import { lineBlocks } from './lineBlocks'
import { isUtf8, joinLast, splitFields, type TextForm, withPoints } from './textForm'
import { lineDecoder } from './fieldText'
import { wordsBeyondAscii } from '../../files/textReading'

/** The most rows that are kept, and the fewest that are wanted of a table with long ones. */
const MOST_ROWS = 1024
const FEWEST_ROWS = 64
/** Bytes of rows that are taken apart. */
const MOST_BYTES = 2 ** 23

interface Wanted {
  readonly hasHeader: boolean
  /** How many fields a row has. */
  readonly columns: number
  /** The columns whose fields are kept, in the order that they come back. */
  readonly kept: readonly number[]
}

export interface SpreadRows {
  readonly rows: string[][]
  /** Words that are no UTF-8, in a table whose beginning is. */
  readonly foreign: readonly Uint8Array[]
}

/**
 * Up to 1,024 rows, evenly spread, in the order of the file, each with its kept fields. Rows of another length are passed over.
 * A table that turns out to be damaged gives the rows before the damage. Whoever reads it whole reports it.
 */
export async function spreadRows(entry: SourceEntry, form: TextForm, wanted: Wanted): Promise<SpreadRows> {
  const decoder = lineDecoder(form)
  const foreign = new Map<string, Uint8Array>()
  let rows: string[][] = []
  let stride = 1
  let most = MOST_ROWS
  let number = 0
  let taken = 0
  const skipped = form.skipped + (wanted.hasHeader ? 1 : 0)
  const take = (line: string): void => {
    const fields = fieldsOf(line, form, wanted)
    if (fields === undefined) return
    rows.push(fields)
    taken += line.length
    most = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor((MOST_BYTES * rows.length) / taken)))
    if (rows.length < most) return
    rows = rows.filter((_, i) => i % 2 === 0)
    taken /= 2
    stride *= 2
  }
  try {
    for await (const block of lineBlocks(entry, form)) {
      for (let at = 0; at < block.length;) {
        const end = block.indexOf(form.newline, at)
        if (end > at + 1) {
          if (number >= skipped && (number - skipped) % stride === 0) {
            const line = block.subarray(at, end)
            if (form.encoding === 'utf-8' && !isUtf8(line)) wordsBeyondAscii(line, foreign)
            take(decoder.decode(line))
          }
          number += 1
        }
        at = end + 1
      }
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
  }
  return { rows, foreign: [...foreign.values()] }
}

/** Undefined for a row of another length. */
function fieldsOf(line: string, form: TextForm, { columns, kept }: Wanted): string[] | undefined {
  const { delimiter, decimal } = form
  const fields = joinLast(splitFields(line, delimiter), form)
  const isOpenEnded = fields.length === columns + 1 && fields.at(-1) === ''
  if (fields.length !== columns && !isOpenEnded) return undefined
  return kept.map((column) => withPoints(fields[column]!, decimal))
}
