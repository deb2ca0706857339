/** The files of a drop that hold images or labels as numbers, each with the reader that fits it. */
import type { ProblemList } from '../../files/problemList'
import { ImportError } from '../../files/importProblem'
import type { FileReport } from './fileReport'
import { readIdxHead, readIdxImages, readIdxLabels } from '../numbers/idx'
import { type NpyImages, type NpyProfile, profileNpy } from '../numbers/numpy/profileNpy'
import { readNpyImages } from '../numbers/numpy/readNpyImages'
import { readNpyLabels } from '../numbers/numpy/readNpyLabels'
import { type ImagesFile, type LabelsFile, pairableOf } from '../numbers/readArrays'
import type { ReadOptions } from '../images/readImages'
import type { Recognised } from './recognise'
import type { SortedTables } from './sortTables'
import type { SourceEntry } from '../../files/sourceEntry'
import { readLabelTable } from '../tables/readLabelTable'
import { readPixelTable } from '../tables/readPixelTable'

export interface ArrayFiles {
  readonly images: ImagesFile[]
  readonly labels: LabelsFile[]
  /** Why others are of no use. */
  readonly failures: ImportError[]
}

interface Surroundings {
  readonly report: FileReport
  readonly problems: ProblemList
  readonly options: ReadOptions
}

/** Looks at the beginning of each file. Throws the signal's reason when it is aborted. */
export async function findArrays(
  { idx, npy }: Recognised,
  { ofPixels, ofLabels }: SortedTables,
  around: Surroundings,
): Promise<ArrayFiles> {
  const { report, problems, options } = around
  const found: ArrayFiles = { images: [], labels: [], failures: [] }
  for (const { entry, profile } of ofPixels) {
    found.images.push({
      ...factsOf(entry, 'pixels, one row an image', around),
      hasLabels: profile.shape.label !== undefined,
      read: () => readPixelTable(entry, profile, problems, options),
    })
  }
  for (const { entry, profile } of ofLabels) {
    found.labels.push({
      ...factsOf(entry, 'labels, one a row', around),
      mayHaveHeader: profile.header === undefined && profile.shape.kind === 'labels',
      read: async () => (await readLabelTable(entry, profile, problems, options)).labels,
    })
  }
  const open = async (entries: readonly SourceEntry[], add: (entry: SourceEntry) => Promise<void>): Promise<void> => {
    for (const entry of entries) {
      options.signal.throwIfAborted()
      try {
        await add(entry)
      } catch (error) {
        if (!(error instanceof ImportError)) throw error
        report.add(entry, 'numbers', error.message, false)
        found.failures.push(error)
      }
    }
  }
  await open(idx, (entry) => addIdx(entry, found, around))
  await open(npy, (entry) => addNpy(entry, found, around))
  return found
}

async function addIdx(entry: SourceEntry, found: ArrayFiles, around: Surroundings): Promise<void> {
  const head = await readIdxHead(entry)
  if (head.kind === 'labels') {
    found.labels.push({
      ...factsOf(entry, 'IDX labels', around, head.count),
      mayHaveHeader: false,
      read: () => readIdxLabels(entry, head, around.options),
    })
    return
  }
  found.images.push({
    ...factsOf(entry, 'IDX images', around, head.count),
    hasLabels: false,
    read: () => readIdxImages(entry, head, around.options),
  })
}

async function addNpy(entry: SourceEntry, found: ArrayFiles, around: Surroundings): Promise<void> {
  const profile = await profileNpy(entry)
  const { role } = profile
  if (role.kind !== 'images') {
    found.labels.push({
      ...factsOf(entry, 'NumPy array of labels', around, role.count),
      mayHaveHeader: false,
      read: () => readNpyLabels(entry, { ...profile, role }, around.problems, around.options),
    })
    return
  }
  const ofImages: NpyProfile<NpyImages> = { ...profile, role }
  found.images.push({
    ...factsOf(entry, 'NumPy array of images', around, role.count),
    hasLabels: false,
    read: () => readNpyImages(entry, ofImages, around.options),
  })
}

function factsOf(
  entry: SourceEntry,
  kind: string,
  { report }: Surroundings,
  count?: number,
): Pick<ImagesFile, 'name' | 'place' | 'count' | 'path' | 'entry' | 'report'> {
  return {
    ...pairableOf(entry, count),
    path: entry.path,
    entry,
    report: (outcome, used) => report.add(entry, kind, outcome, used),
  }
}
