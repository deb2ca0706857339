/** Images with the labels and splits that were found for them. */
import { UNSAID } from '../imageSet'
import type { SourceEntry } from '../../files/sourceEntry'

/** The images that have labels, column by column. */
export interface LabelledEntries {
  readonly entries: SourceEntry[]
  readonly labels: string[]
  /** Indices into SPLITS, or UNSAID. */
  readonly splits: number[]
  /** As the table names them, or where they lie. */
  readonly paths: string[]
  splitsFrom: 'column' | 'names'
}

export function noEntries(): LabelledEntries {
  return { entries: [], labels: [], splits: [], paths: [], splitsFrom: 'names' }
}

/** `path`: as the table names it; absent where none does. */
export function addEntry(
  labelled: LabelledEntries,
  entry: SourceEntry,
  {
    label,
    split = UNSAID,
    path = entry.path,
  }: { readonly label: string; readonly split?: number | undefined; readonly path?: string },
): void {
  labelled.entries.push(entry)
  labelled.labels.push(label)
  labelled.splits.push(split)
  labelled.paths.push(path)
}
