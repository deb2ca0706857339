/** The files of a drop that hold images or labels as numbers, each with the reader that fits it. */
import type { ProblemList } from '../../files/problemList'
import { quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import type { FileReport } from './fileReport'
import { readIdxHead, readIdxImages, readIdxLabels } from '../numbers/idx'
import { type NpyImages, type NpyProfile, profileNpy } from '../numbers/numpy/profileNpy'
import { measureNpyImages, readNpyImages, UnknownRange } from '../numbers/numpy/readNpyImages'
import { readNpyLabels } from '../numbers/numpy/readNpyLabels'
import { type ImagesFile, type LabelsFile, pairableOf } from '../numbers/readArrays'
import type { ReadOptions } from '../images/readImages'
import type { Recognised } from './recognise'
import { questionLabel, type Shaped, type SortedTables } from './sortTables'
import type { SourceEntry } from '../../files/sourceEntry'
import { readLabelTable } from '../tables/readLabelTable'
import { measurePixelTable, readPixelTable } from '../tables/readPixelTable'

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
    const question = questionLabel({ entry, profile })
    found.images.push({
      ...factsOf(entry, 'pixels, one row an image', around),
      report: (outcome, used) =>
        report.add(entry, 'pixels, one row an image', outcome + (used ? labelsFrom(profile) : ''), used, {
          table: 'in',
          ...(question && { question }),
        }),
      hasLabels: profile.shape.label !== undefined || profile.shape.oneHot !== undefined,
      measure: () => measurePixelTable(entry, profile, options),
      async read(range = profile.shape.range) {
        if (range === undefined) throw unknownRange(entry.path)
        const { splitFlags } = profile.shape
        return {
          ...(await readPixelTable(entry, profile, problems, options, range)),
          ...(splitFlags === undefined ? {} : { splitFlags }),
        }
      },
    })
  }
  for (const { entry, profile } of ofLabels) {
    found.labels.push({
      ...factsOf(entry, 'labels, one a row', around),
      report: (outcome, used) => report.add(entry, 'labels, one a row', outcome, used, { table: 'in' }),
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
    measure: () => measureNpyImages(entry, ofImages, around.options),
    read: (range) => readNpyImages(entry, ofImages, around.options, range),
  })
}

/** Which columns were taken for the labels. */
function labelsFrom({ header, shape }: Shaped<'pixels'>['profile']): string {
  if (shape.oneHot !== undefined) return ', labels from one column a class'
  if (shape.label === undefined) return ''
  const name = header?.[shape.label] || `Column ${(shape.label + 1).toLocaleString('en-US')}`
  return `, labels from ${quoted(name)}`
}

function unknownRange(file: string): UnknownRange {
  const message = `The pixels of ${file} go neither from 0 to 255, nor from 0 to 1, nor from -1 to 1: scale them to that.`
  return new UnknownRange(message, { file })
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
