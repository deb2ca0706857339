/** Reads lists of images that are of one split by the list's name, as those of Food-101 and of the NIH's chest X-rays: `train.txt`, `test_list.txt`. */
import { SPLITS } from '../../model/split'
import { amountOf } from '../../common/text'
import { readRows } from '../tables/tableRows'
import { UNSAID } from '../imageSet'
import { readName } from './fileNames'
import type { ImageFiles } from './imageFiles'
import type { LabelledEntries } from './labelledEntries'
import type { ImageTableFile } from './tableFiles'

/** Whether a table names images, and nothing else, under the name of a split. */
export function isSplitList({ entry, profile, decision }: ImageTableFile): boolean {
  return decision.kind === 'unlabelled' && profile.columns === 1 && readName(entry.path).split !== undefined
}

/** A list, and the images that it names. */
export interface SplitList {
  readonly table: ImageTableFile
  /** An index in SPLITS. */
  readonly split: number
  /** In the list of all images. */
  readonly places: readonly number[]
}

/** Throws the errors of reading, and the signal's reason when it is aborted. */
export async function readSplitLists(
  images: ImageFiles,
  lists: readonly ImageTableFile[],
  signal: AbortSignal,
): Promise<SplitList[]> {
  const read: SplitList[] = []
  for (const table of lists) {
    const { entry, profile } = table
    const paths: string[] = []
    for await (const { fields, isBlank } of readRows(entry, profile.form, signal)) {
      if (!isBlank) paths.push(fields[0]!.trim())
    }
    const places = images.find(paths, entry).filter((place) => place !== undefined)
    read.push({ table, split: readName(entry.path).split!, places })
  }
  return read
}

/**
 * Puts the images that the lists name in the lists' splits, where nothing else says one. The first list that names an image counts.
 * `onList` is told how many images each put in its split. Gives what was decided, in sentences.
 */
export function followSplitLists(
  images: ImageFiles,
  lists: readonly SplitList[],
  labelled: LabelledEntries,
  onList: (list: ImageTableFile, outcome: string, used: boolean) => void,
): string[] {
  if (lists.length === 0) return []
  const rowOf = new Map(labelled.entries.map((entry, i) => [entry, i]))
  const followed: string[] = []
  let again = 0
  const said = new Set<number>()
  for (const { table, split, places } of lists) {
    let count = 0
    let labelledCount = 0
    for (const place of places) {
      const row = rowOf.get(images.entries[place]!)
      if (row === undefined) continue
      labelledCount += 1
      if (said.has(place) && labelled.splits[row] !== split) again += 1
      if (labelled.splits[row] !== UNSAID) continue
      labelled.splits[row] = split
      said.add(place)
      count += 1
    }
    const why = labelledCount > 0 ? 'its images have their splits from elsewhere' : 'its images have no labels'
    onList(table, count > 0 ? `${amountOf(count, 'image')} of the ${SPLITS[split]!} split` : why, count > 0)
    if (count > 0) followed.push(`${table.entry.path} (${SPLITS[split]!})`)
  }
  if (followed.length === 0) return []
  labelled.splitsFrom = 'column'
  const notes = [`Lists say the splits: ${followed.join(', ')}.`]
  if (again > 0) {
    notes.push(
      `${amountOf(again, 'image is', 'images are')} in the lists of several splits, and the first list was followed.`,
    )
  }
  return notes
}
