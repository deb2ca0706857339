/** The files of a drop that hold images or labels as numbers, each with the reader that fits it. */
import type { ProblemList } from '../../files/problemList'
import { counted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import type { FileReport } from './fileReport'
import { readIdxHead, readIdxImages, readIdxLabels } from '../numbers/idx'
import { cifarNamesOf, readCifar, readCifarNames, splitOfCifar } from '../numbers/cifar'
import { type NpyImages, type NpyProfile, profileNpy } from '../numbers/numpy/profileNpy'
import { CommonWhite, isDeep } from '../numbers/numpy/commonWhite'
import { readNpyImages } from '../numbers/numpy/readNpyImages'
import { readNpyLabels } from '../numbers/numpy/readNpyLabels'
import { type ImagesFile, type LabelsFile, pairableOf } from '../numbers/readArrays'
import type { ReadOptions } from '../images/readImages'
import type { ImportSettings, PixelChoice } from '../importSettings'
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
  readonly settings: Pick<ImportSettings, 'bits'>
  /** Settings of few files that made a difference. */
  readonly open: Set<PixelChoice>
}

/** Looks at the beginning of each file. Throws the signal's reason when it is aborted. */
export async function findArrays(
  { idx, npy, cifar }: Recognised,
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
  const classes = cifar.length === 0 ? [] : ofLabels.filter(({ entry }) => cifarNamesOf(entry.path) !== undefined)
  for (const entry of cifar)
    addCifar(
      entry,
      classes.map((file) => file.entry),
      found,
      around,
    )
  for (const { entry, profile } of ofLabels) {
    if (classes.some((file) => file.entry === entry)) continue
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
  const white = new CommonWhite(around.settings.bits, options)
  await open(npy, (entry) => addNpy(entry, found, white, around))
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

async function addNpy(entry: SourceEntry, found: ArrayFiles, white: CommonWhite, around: Surroundings): Promise<void> {
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
  if (isDeep(profile.head)) white.add(entry, ofImages)
  found.images.push({
    ...factsOf(entry, 'NumPy array of images', around, role.count),
    hasLabels: false,
    async read() {
      const deepWhite = isDeep(profile.head) ? await white.find() : undefined
      if (deepWhite !== undefined && deepWhite > 255) around.open.add('bits')
      return readNpyImages(entry, ofImages, around.options, deepWhite)
    },
  })
}

/** `lists` may have the names of its classes. */
function addCifar(entry: SourceEntry, lists: readonly SourceEntry[], found: ArrayFiles, around: Surroundings): void {
  const folderOf = (file: SourceEntry): string => file.path.slice(0, file.path.lastIndexOf('/') + 1)
  const isBeside = (file: SourceEntry): boolean => file.archive === entry.archive && folderOf(file) === folderOf(entry)
  const list = lists.find((file) => isBeside(file) && cifarNamesOf(file.path) === 'names')
  const facts = factsOf(entry, 'CIFAR images', around)
  found.images.push({
    ...facts,
    name: { ...facts.name, split: splitOfCifar(entry.path) },
    hasLabels: true,
    async read() {
      const names = list === undefined ? [] : await readCifarNames(list)
      if (list !== undefined) around.report.add(list, 'names of classes', counted(names.length, 'classes'), true)
      return readCifar(entry, names, around.options)
    },
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
