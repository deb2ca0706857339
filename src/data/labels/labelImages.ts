/** Finds each image's label and split: in the tables that name it, else in the folders that it lies in or in its name. */
import { quoted } from '../../common/text'
import type { SourceEntry } from '../../files/sourceEntry'
import type { ImportSettings } from '../importSettings'
import { ClassSayers } from './classSayers'
import { type FolderBeside, FoldersBeside } from './foldersBeside'
import type { ImageFiles } from './imageFiles'
import { labelByPlaces, type PlacedImages, type PlaceOptions } from './labelByPlaces'
import { labelByTables, type TableOptions } from './labelByTables'
import { addEntry, type LabelledEntries } from './labelledEntries'
import { leaveCopies, leaveMasks, type LeaveOptions, leaveWithoutRow, whereOf } from './leaveOut'
import { spell } from './spelling'
import { followSplitLists, readSplitLists, type SplitList } from './splitLists'
import type { ImageTableFile } from './tableFiles'
import { findTakenOut } from './tablesTakenOut'

/** What names images. */
export interface NamingTables {
  readonly ofImages: readonly ImageTableFile[]
  /** Lists of the images of one split, and of nothing else. */
  readonly splitLists: readonly ImageTableFile[]
}

export interface LabelOptions extends TableOptions, LeaveOptions, Omit<PlaceOptions, 'known' | 'areSplitsSaid'> {
  readonly settings: Pick<
    ImportSettings,
    'columns' | 'names' | 'tables' | 'folders' | 'sameNames' | 'classDepth' | 'masks'
  >
  /** The classes of the dataset that the images are added to, so that a single folder may be another. */
  readonly classes: readonly string[]
  /** What the classes were read from where no table says them, in sentences. */
  readonly classesFrom: string[]
  /** Called with each folder that lies beside those of the splits and is of none by its name. */
  readonly onFolder: (folder: FolderBeside) => void
  /** Called with each list of a split. */
  readonly onList: (list: ImageTableFile, outcome: string, used: boolean) => void
}

/**
 * Finds the labels. Where several rows name an image, the first row counts. Images beside named ones are left out when no row names them.
 * Where no table names any image, the folders say the classes, or the files' names. `problems` lists what is left out. Throws the signal's
 * reason when it is aborted.
 */
export async function labelImages(
  images: ImageFiles,
  { ofImages, splitLists }: NamingTables,
  options: LabelOptions,
): Promise<LabelledEntries> {
  const { takenOut, classes, notes, signal } = options
  const { labelled, used, splits, spoken } = await labelByTables(images, ofImages, options)
  const lists = await readSplitLists(images, splitLists, signal)
  const wentOut = await findTakenOut(images, used, takenOut, signal)

  const unlabelled = [...images.entries.keys()].filter((place) => !used.has(place))
  const ofImage = leaveMasks(images, unlabelled, options)
  const free = leaveWithoutRow(images, ofImage, images.besides(spoken), wentOut, options)
  const left = await leaveCopies(images, free, options)

  const known = new Set([...classes, ...new Set(labelled.labels)].map(spell))
  const areSplitsSaid = splits.size > 0 || lists.length > 0
  const placed = labelByPlaces(images, left, { ...options, known, areSplitsSaid })
  addPlaced(images, placed, { splits, lists }, labelled, options)
  notes.push(...followSplitLists(images, lists, labelled, options.onList))
  return labelled
}

interface SaidOfSplits {
  /** By place, from tables without labels. */
  readonly splits: ReadonlyMap<number, number>
  readonly lists: readonly SplitList[]
}

/** Adds the images that have labels to `labelled`, but for those in folders beside the splits, and lists the others. */
function addPlaced(
  { entries }: ImageFiles,
  { images, ofFolders }: PlacedImages,
  { splits, lists }: SaidOfSplits,
  labelled: LabelledEntries,
  { settings, problems, notes, classesFrom, onFolder }: LabelOptions,
): void {
  const listed = new Set(lists.flatMap(({ places }) => places))
  const folders = new FoldersBeside(settings.folders)
  const sayers = new ClassSayers()
  const areOthers = labelled.entries.length > 0
  for (const { place, label, pattern, split, beside } of images) {
    const entry = entries[place]!
    if (label === undefined) {
      const why = whyUnlabelled(entry, pattern, ofFolders)
      problems.add('images have no label', whereOf(`${why}, so it was left out.`, entry))
      continue
    }
    const said = splits.get(place)
    if (beside !== undefined && said === undefined && !listed.has(place) && !folders.add(beside, entry)) continue
    if (said !== undefined) labelled.splitsFrom = 'column'
    addEntry(labelled, entry, { label, split: said ?? split })
    if (pattern === undefined) sayers.add(label, entry)
  }
  notes.push(...folders.describe())
  for (const folder of folders.list()) onFolder(folder)
  classesFrom.push(...sayers.describe(areOthers))
}

function whyUnlabelled({ path }: SourceEntry, pattern: string | undefined, ofFolders: readonly string[]): string {
  if (pattern !== undefined) return `The name of ${quoted(path)} does not fit ${pattern}`
  if (ofFolders.length > 1) return `${quoted(path)} lies outside the folders that say the classes`
  return `No folder or table says the class of ${quoted(path)}`
}
