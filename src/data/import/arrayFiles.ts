/** The files of a drop that hold images or labels as numbers, each with the reader that fits it. */
import type { ProblemList } from '../../files/problemList'
import { counted, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import type { FileReport } from './fileReport'
import { readIdxHead, readIdxImages, readIdxLabels } from '../numbers/idx'
import { CIFAR_SIZE, cifarNamesOf, readCifar, readCifarNames, splitOfCifar } from '../numbers/cifar'
import { countStlImages, readStlImages, readStlLabels, STL_SIZE } from '../numbers/stl'
import { type NpyImages, type NpyProfile, profileNpy } from '../numbers/numpy/profileNpy'
import { CommonWhite, noteWhite } from '../numbers/commonWhite'
import { isDeep, measureNpyImages, readNpyImages, UnknownRange } from '../numbers/numpy/readNpyImages'
import { readNpyLabels } from '../numbers/numpy/readNpyLabels'
import { type ImagesFile, type LabelsFile, pairableOf } from '../numbers/readArrays'
import type { ReadOptions } from '../images/readImages'
import { speaksOfEmnist, transposeImages } from '../images/transpose'
import type { ImportSettings, OpenChoice } from '../importSettings'
import type { Recognised } from './recognise'
import { questionLabel, type Shaped, type SortedTables } from './sortTables'
import { fullName, type SourceEntry } from '../../files/sourceEntry'
import type { ValueRange } from '../tables/valueRange'
import type { ClassNames } from '../labels/classNames'
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
  readonly settings: Pick<ImportSettings, 'bits' | 'transpose'>
  readonly notes: string[]
  /** Tables that may name the classes. */
  readonly classNames: ReadonlyMap<SourceEntry, ClassNames>
  /** Settings of few files that made a difference. */
  readonly open: Set<OpenChoice>
}

/** Looks at the beginning of each file. Throws the signal's reason when it is aborted. */
export async function findArrays(
  { idx, npy, cifar, stl, stlLabels }: Recognised,
  { ofPixels, ofLabels }: SortedTables,
  around: Surroundings,
): Promise<ArrayFiles> {
  const { report, problems, options } = around
  const found: ArrayFiles = { images: [], labels: [], failures: [] }
  const tablesWhite = new CommonWhite(around.settings.bits)
  for (const { entry, profile } of ofPixels) {
    const measure = (): Promise<ValueRange> => measurePixelTable(entry, profile, options)
    if ((profile.shape.range?.white ?? 0) > 255) tablesWhite.add(measure)
    const question = questionLabel({ entry, profile })
    found.images.push({
      ...factsOf(entry, 'pixels, one row an image', around),
      report: (outcome, used) =>
        report.add(entry, 'pixels, one row an image', outcome + (used ? labelsFrom(profile) : ''), used, {
          table: used ? 'in' : 'out',
          ...(question && { question }),
        }),
      hasLabels: profile.shape.label !== undefined || profile.shape.oneHot !== undefined,
      size: profile.shape,
      measure,
      async read(given) {
        const own = profile.shape.range
        // A table that is dim as a whole is on the scale of those beside it.
        const white = given === undefined && own !== undefined && own.white >= 255 ? await tablesWhite.find() : 255
        const range = given ?? (white > 255 ? { black: 0, white } : own)
        if (range === undefined) throw unknownRange(entry.path)
        if (white > 255) around.open.add('bits')
        const { splitFlags } = profile.shape
        const table = await readPixelTable(entry, profile, problems, options, range)
        const deep = noteWhite(entry.path, white)
        return {
          ...table,
          notes: [...table.notes, ...(deep === undefined ? [] : [deep])],
          ...(splitFlags === undefined ? {} : { splitFlags }),
        }
      },
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
  for (const entry of stl) {
    found.images.push({
      ...factsOf(entry, 'STL-10 images', around, countStlImages(entry)),
      size: STL_SIZE,
      hasLabels: false,
      read: () => readStlImages(entry, options),
    })
  }
  for (const entry of stlLabels) {
    found.labels.push({
      ...factsOf(entry, 'STL-10 labels', around, entry.size),
      mayHaveHeader: false,
      read: () => readStlLabels(entry),
    })
  }
  for (const { entry, profile } of ofLabels) {
    if (classes.some((file) => file.entry === entry)) continue
    found.labels.push({
      // One that may name the classes is short, and no labels of more images than it has rows.
      ...factsOf(entry, 'labels, one a row', around, around.classNames.get(entry)?.rows),
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
  const white = new CommonWhite(around.settings.bits)
  await open(npy, (entry) => addNpy(entry, found, white, around))
  const mayName = ({ entry }: LabelsFile): boolean => around.classNames.has(entry)
  return {
    images: found.images.map((file) => orient(file, npy.includes(file.entry), around)),
    // Labels that are nothing else come first.
    labels: found.labels.toSorted((a, b) => Number(mayName(a)) - Number(mayName(b))),
    failures: found.failures,
  }
}

/** With rows and columns of its images exchanged, where a person says so, or its name says that it stores them that way. */
function orient(file: ImagesFile, isNpy: boolean, { settings, options, notes }: Surroundings): ImagesFile {
  const isEmnist = settings.transpose === 'auto' && speaksOfEmnist(fullName(file.entry))
  if (isEmnist && isNpy) {
    return {
      ...file,
      async read(range) {
        notes.push(
          `By its name ${file.path} has images of EMNIST, whose own files store them with rows and columns exchanged: if these lie on their side, choose Transpose under How it was read.`,
        )
        return file.read(range)
      },
    }
  }
  if (!isEmnist && settings.transpose !== 'yes') return file
  return {
    ...file,
    async read(range) {
      const images = await file.read(range)
      if (isEmnist) {
        notes.push(
          'By their names these are files of EMNIST, which store images with rows and columns exchanged, so these were exchanged back: Transpose under How it was read changes that.',
        )
      }
      return transposeImages(images, options.signal)
    },
  }
}

async function addIdx(entry: SourceEntry, found: ArrayFiles, around: Surroundings): Promise<void> {
  const head = await readIdxHead(entry)
  if (head.kind === 'labels') {
    found.labels.push({
      ...factsOf(
        entry,
        head.numbers === 1 ? 'IDX labels' : `IDX labels, the first of ${head.numbers} numbers`,
        around,
        head.count,
      ),
      mayHaveHeader: false,
      read: () => readIdxLabels(entry, head, around.options),
    })
    return
  }
  found.images.push({
    ...factsOf(entry, 'IDX images', around, head.count),
    hasLabels: false,
    size: head,
    read: (_, most) => readIdxImages(entry, head, around.options, most),
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
  const measure = (): Promise<ValueRange> => measureNpyImages(entry, ofImages, around.options)
  if (isDeep(profile.head)) white.add(measure)
  found.images.push({
    ...factsOf(entry, 'NumPy array of images', around, role.count),
    hasLabels: false,
    size: role,
    measure,
    async read(range, most) {
      const deepWhite = range === undefined && isDeep(profile.head) ? await white.find() : undefined
      if (deepWhite !== undefined && deepWhite > 255) around.open.add('bits')
      return readNpyImages(entry, firstOf(ofImages, most), around.options, range, deepWhite)
    },
  })
}

/** As if it held no more than `most` images. Where the first of the axes varies fastest, images lie among one another. */
function firstOf(profile: NpyProfile<NpyImages>, most = Infinity): NpyProfile<NpyImages> {
  const { head, role } = profile
  if (most >= role.count || head.isFortran) return profile
  return {
    ...profile,
    head: { ...head, shape: [most, ...head.shape.slice(1)] },
    role: { ...role, count: most },
  }
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
    size: CIFAR_SIZE,
    async read() {
      const names = list === undefined ? [] : await readCifarNames(list)
      if (list !== undefined) around.report.add(list, 'names of classes', counted(names.length, 'classes'), true)
      return readCifar(entry, names, around.options)
    },
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
