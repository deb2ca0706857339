/** Tables that come in another form than rows of fields. They become such, so that whatever reads a table reads them. */
import { streamOf } from '../../files/byteStream'
import type { SourceEntry } from '../../files/sourceEntry'

/** A table made of a file's content. */
export interface MadeTable {
  /** Of the file's name and archive. */
  readonly entry: SourceEntry
  /** How many lines it has before the file's first row. Absent where its lines are the file's own, in the file's code page. */
  readonly linesAbove?: number
  /** What was decided while it was made, in sentences. */
  readonly notes: readonly string[]
}

/** Rows as they are joined at a time. */
const STRIDE = 10_000

/**
 * The rows as comma-separated values in UTF-8. A row without fields is a blank line. With `header` that comes first; a row's number in the
 * file is its place in `rows`, from 1.
 */
export function makeTable(
  { path, archive }: SourceEntry,
  rows: readonly (readonly string[])[],
  { header, notes = [] }: { readonly header?: readonly string[]; readonly notes?: readonly string[] } = {},
): MadeTable {
  const above = header === undefined ? [] : [joinFields(header)]
  const lines = ['sep=,', ...above].join('\n') + '\n'
  const pieces: string[] = [lines]
  for (let at = 0; at < rows.length; at += STRIDE) {
    pieces.push(
      rows
        .slice(at, at + STRIDE)
        .map((row) => `${joinFields(row)}\n`)
        .join(''),
    )
  }
  const content = new Blob(pieces)
  const entry: SourceEntry = {
    path,
    // As of a gzipped file: what it takes unpacked is nobody's business.
    size: undefined,
    ...(archive === undefined ? {} : { archive }),
    read: async (limit = content.size) => new Uint8Array(await content.slice(0, limit).arrayBuffer()),
    stream: () =>
      streamOf(
        (async function* () {
          for (let at = 0; at < content.size; at += 2 ** 18) {
            yield new Uint8Array(await content.slice(at, at + 2 ** 18).arrayBuffer())
          }
        })(),
      ),
  }
  return { entry, linesAbove: 1 + above.length, notes }
}

function joinFields(fields: readonly string[]): string {
  return fields
    .map((field) => {
      // Rows stay lines: labels and paths have no line ends that matter.
      const line = field.replace(/\s*[\r\n]\s*/g, ' ')
      return /[",]|^\s|\s$/.test(line) ? `"${line.replaceAll('"', '""')}"` : line
    })
    .join(',')
}
