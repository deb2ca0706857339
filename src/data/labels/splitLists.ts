/** Reads lists of images that are of one split by the list's name, as those of Food-101 and of the NIH's chest X-rays: `train.txt`, `test_list.txt`. */
import { SPLITS } from '../../model/split'
import { counted } from '../../common/text'
import type { SourceEntry } from '../../files/sourceEntry'
import { readRows } from '../tables/tableRows'
import { UNSAID } from '../imageSet'
import { readName } from './fileNames'
import type { ImageFiles } from './imageFiles'
import type { LabelledEntries } from './labelImages'
import type { ImageTableFile } from './tableFiles'

/** Whether a table names images, and nothing else, under the name of a split. */
export function isSplitList({ entry, profile, decision }: ImageTableFile): boolean {
  return decision.kind === 'unlabelled' && profile.columns === 1 && readName(entry.path).split !== undefined
}

/**
 * Puts the images that the lists name in the lists' splits, where nothing else says one. The first list that names an image counts.
 * `onList` is told how many images each put in its split. Throws the errors of reading, and the signal's reason when it is aborted.
 */
export async function followSplitLists(
  images: ImageFiles,
  lists: readonly ImageTableFile[],
  labelled: LabelledEntries,
  signal: AbortSignal,
  onList: (list: ImageTableFile, outcome: string, used: boolean) => void,
): Promise<string[]> {
  if (lists.length === 0) return []
  const rowOf = new Map(labelled.entries.map((entry, i) => [entry, i]))
  const followed: string[] = []
  let again = 0
  const said = new Set<SourceEntry>()
  for (const list of lists) {
    const { entry, profile } = list
    const split = readName(entry.path).split!
    const paths: string[] = []
    for await (const { fields, isBlank } of readRows(entry, profile.form, signal)) {
      if (!isBlank) paths.push(fields[0]!.trim())
    }
    let count = 0
    let labelledCount = 0
    for (const place of images.find(paths, entry)) {
      const image = place === undefined ? undefined : images.entries[place]!
      const row = image === undefined ? undefined : rowOf.get(image)
      if (image === undefined || row === undefined) continue
      labelledCount += 1
      if (said.has(image) && labelled.splits[row] !== split) again += 1
      if (labelled.splits[row] !== UNSAID) continue
      labelled.splits[row] = split
      said.add(image)
      count += 1
    }
    const outcome = `${counted(count, count === 1 ? 'image' : 'images')} of the ${SPLITS[split]!} split`
    onList(
      list,
      count > 0
        ? outcome
        : labelledCount > 0
          ? 'its images have their splits from elsewhere'
          : 'its images have no labels',
      count > 0,
    )
    if (count > 0) followed.push(`${entry.path} (${SPLITS[split]!})`)
  }
  if (followed.length === 0) return []
  labelled.splitsFrom = 'column'
  const notes = [`Lists say the splits: ${followed.join(', ')}.`]
  if (again > 0) {
    const which = again === 1 ? '1 image is' : `${counted(again, 'images')} are`
    notes.push(`${which} in the lists of several splits, and the first list was followed.`)
  }
  return notes
}
