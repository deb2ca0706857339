/** Reads a table of one label a row, as text or with one column a class. */
import type { ProblemList } from '../../files/problemList'
import { counted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { MAX_IMAGES } from '../limits'
import type { ReadOptions } from '../images/readImages'
import type { SourceEntry } from '../../files/sourceEntry'
import { type TableRow, readRows } from './tableRows'
import { tidyLabel } from './labelText'
import { readOneHot } from './oneHot'
import type { TableProfile, TableShape } from './tableProfile'
import { findLabelProblem, NOT_ONE_HOT, type RowProblem } from './rowFaults'

export interface LabelTable {
  /** For each row below the header, its label; empty where the row has none, which is in `problems`. */
  readonly labels: readonly string[]
  /** For each row below the header, its line in the file, from 1. */
  readonly rows: readonly number[]
}

type LabelShape = Extract<TableShape, { kind: 'labels' | 'oneHot' }>

/**
 * In a table of a single column a blank line is a row without a label, unless all lines behind it are blank too.
 * Throws ImportError when no row has a label or there are too many, and the signal's reason when it is aborted.
 */
export async function readLabelTable(
  entry: SourceEntry,
  profile: TableProfile & { readonly shape: LabelShape },
  problems: ProblemList,
  { signal, onProgress }: Pick<ReadOptions, 'signal' | 'onProgress'>,
): Promise<LabelTable> {
  const file = entry.path
  const names = new Map<string, string>()
  const labels: string[] = []
  const rows: number[] = []
  let isHeaderNext = profile.header !== undefined
  let usable = 0
  let lastRow: number = profile.form.skipped - profile.form.made
  const add = (number: number, label: string | RowProblem): void => {
    if (labels.length === MAX_IMAGES) {
      const message = `${file} has more than ${counted(MAX_IMAGES, 'rows')}, the most that are read: split it into smaller sets.`
      throw new ImportError(message, { file })
    }
    const problem = typeof label === 'string' ? findLabelProblem(label) : label
    if (problem === undefined) usable += 1
    else problems.add(problem.kind, { message: problem.message, file, row: number })
    const text = typeof label === 'string' && problem === undefined ? label : ''
    if (!names.has(text)) names.set(text, text)
    labels.push(names.get(text)!)
    rows.push(number)
  }

  onProgress({ phase: 'reading', done: 0, total: 0 })
  for await (const row of readRows(entry, profile.form, signal)) {
    if (row.isBlank) continue
    if (!isHeaderNext) {
      if (profile.columns === 1) for (let blank = lastRow + 1; blank < row.number; blank++) add(blank, '')
      add(row.number, readLabel(row, profile.shape))
    }
    isHeaderNext = false
    lastRow = row.number
  }
  if (usable === 0) throw new ImportError(`No row of ${file} has a label.`, { file })
  return { labels, rows }
}

function readLabel({ fields, quotes }: TableRow, shape: LabelShape): string | RowProblem {
  if (quotes !== undefined) {
    const message = 'A quotation mark stands in the wrong place or never ends, so the row was left out.'
    return { kind: 'rows have a misplaced quotation mark', message }
  }
  if (shape.kind === 'labels') return tidyLabel(fields[shape.column] ?? '')
  return readOneHot(fields, shape) ?? NOT_ONE_HOT
}
