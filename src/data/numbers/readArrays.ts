/** Images and labels that come as numbers: tables of pixels, IDX and NumPy files. Pairs the files that belong together and reads them. */
import type { ProblemList } from '../../files/problemList'
import { counted, joinWords, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { readName, splitOfPath, withoutExtension } from '../labels/fileNames'
import { readSplit } from '../labels/readSplit'
import { SPLITS } from '../../model/split'
import { readSplitFlags, type SplitFlags } from '../labels/splitFlags'
import { type ImportSettings, QuestionRaised, type RangeQuestion } from '../importSettings'
import { UnknownRange } from './numpy/readNpyImages'
import type { ValueRange } from '../tables/valueRange'
import { type ImageSet, UNSAID } from '../imageSet'
import type { ImageSize } from '../imageSize'
import { findArrayClasses } from './oneArrayAClass'
import { findOtherForms } from './otherForms'
import { type Pairable, pairFiles } from './pairFiles'
import type { ReadOptions } from '../images/readImages'
import type { SourceEntry } from '../../files/sourceEntry'

const VALIDATION = SPLITS.indexOf('validation')

/** Images read from numbers, whatever their form. */
export interface ArrayImages {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly count: number
  readonly pixels: Uint8Array<ArrayBuffer>
  /** For each image, when the file has them itself. */
  readonly labels?: readonly string[] | undefined
  /** For each image, what a column says of its split. */
  readonly splits?: readonly string[] | undefined
  /** How `splits` are read, where they say whether an image is in the split of the column's name. */
  readonly splitFlags?: SplitFlags
  /** For each image, its row in the file, from 1; absent where images have no rows. */
  readonly rows?: readonly number[]
  /** For each image, which of the labels is its; absent when the labels are in the images' order and as many. */
  readonly places?: readonly number[]
  /** How many labels there must be; absent when as many as images. */
  readonly rowCount?: number
  readonly notes?: readonly string[]
}

/** A file, or one array of several in a file, of images or of labels. */
export interface ArrayFile<Content> extends Pairable {
  /** As the person knows it. */
  readonly path: string
  /** The file that it is in. */
  readonly entry: SourceEntry
  read(): Promise<Content>
  /** Told what came of it. */
  report(outcome: string, used: boolean): void
}

export interface ImagesFile extends ArrayFile<ArrayImages> {
  readonly hasLabels: boolean
  readonly size: ImageSize & { readonly channels: 1 | 3 }
  /** The least and the largest value. Absent where values are bytes. */
  measure?(): Promise<ValueRange>
  /** `range` says which values are black and white. Without it, the file's values do. At most the first `most` are read, where the file can. */
  read(range?: ValueRange, most?: number): Promise<ArrayImages>
}

export interface LabelsFile extends ArrayFile<readonly string[]> {
  /** Whether its first label may be the name that pandas gives a column without one: `0`. */
  readonly mayHaveHeader: boolean
}

export interface ArrayOptions extends Pick<ReadOptions, 'signal'> {
  /** `spread`: the least value of all files is black, and the largest white. */
  readonly values: ImportSettings['values']
  readonly problems: ProblemList
  readonly notes: string[]
  /** Whether images came as files. Labels without names can't be matched to those. */
  readonly hasImageFiles: boolean
  /** What was made of the images that came as files. */
  readonly ofFiles: readonly ImageSet[]
  /** Whether a person takes a file in, whatever speaks against it. */
  readonly isTakenIn: (entry: SourceEntry) => boolean
  readonly onUsed: (entry: SourceEntry) => void
  /** Told of what could not be used, and why. */
  readonly onFailure: (error: ImportError) => void
}

/** Labels that go with no images: they may be something else. */
export interface UnusedLabels {
  readonly entry: SourceEntry
  /** Says what is missing. */
  report(): void
}

/** Throws the signal's reason when it is aborted. `onFailure` and the problems tell everything else that is wrong. */
export async function readArrays(
  images: readonly ImagesFile[],
  labels: readonly LabelsFile[],
  options: ArrayOptions,
): Promise<{ readonly sets: ImageSet[]; readonly unused: readonly UnusedLabels[] }> {
  const bare = images.filter(({ hasLabels }) => !hasLabels)
  const pairs = pairFiles(bare, labels)
  const used = new Set(pairs)
  const classes = labels.length > 0 || options.hasImageFiles ? undefined : findArrayClasses(images)
  options.notes.push(...(classes?.notes ?? []))
  const sets: ImageSet[] = []
  const read: ImagesFile[] = []
  const range = options.values === 'spread' ? await measureAll(images, options) : undefined
  for (const file of images) {
    options.signal.throwIfAborted()
    const pair = file.hasLabels ? undefined : pairs[bare.indexOf(file)]
    try {
      const label = classes?.labels.get(file)
      if (pair === undefined && !file.hasLabels && label === undefined) throw withoutLabels(file, labels, used)
      const from = { labelsFile: pair === undefined ? undefined : labels[pair], label, most: classes?.most }
      sets.push(await readSet(file, from, range, options))
      read.push(file)
    } catch (error) {
      if (error instanceof UnknownRange && options.values === 'auto')
        throw new QuestionRaised(questionRange(file, error))
      if (!(error instanceof ImportError)) throw error
      file.report(error.message, false)
      options.onFailure(error)
    }
  }
  const unused = labels.filter((_, i) => !used.has(i))
  return {
    sets: withoutOtherForms(sets, read, options),
    unused: unused.map((file) => ({ entry: file.entry, report: () => reportUnused(file, bare.length > 0, options) })),
  }
}

function reportUnused({ path, entry, report }: LabelsFile, lacksLabels: boolean, options: ArrayOptions): void {
  const why = options.hasImageFiles
    ? 'names none of the images that came: give each row the name of its image, in a column such as image_path'
    : 'no images came to go with them: drop the file of the images too'
  const message = `${path} looks like labels, one a row, and ${why}.`
  report(message, false)
  // A list of the classes beside images in folders is nothing to mend.
  const isByTheWay = !lacksLabels && (entry.archive !== undefined || path.includes('/'))
  if (!isByTheWay) options.onFailure(new ImportError(message, { file: path }))
}

/** Leaves out sets that hold the images of another in a smaller size or in grey. */
function withoutOtherForms(
  sets: readonly ImageSet[],
  files: readonly ImagesFile[],
  { ofFiles, isTakenIn, notes }: ArrayOptions,
): ImageSet[] {
  const all = [...ofFiles, ...sets]
  const better = findOtherForms(
    all,
    all.map((_, i) => i < ofFiles.length),
  ).slice(ofFiles.length)
  const out = files.flatMap((file, i) => (better[i] === undefined || isTakenIn(file.entry) ? [] : [{ file, i }]))
  for (const { file, i } of out) {
    const best = better[i]!
    const where = best < ofFiles.length ? 'the image files' : files[best - ofFiles.length]!.path
    file.report(`left out: it has as many images of each class as ${where}, in another form`, false)
  }
  const [first] = out
  if (first !== undefined) {
    const names = out.map(({ file }) => file.path)
    const which = `${joinWords(names)} ${out.length === 1 ? 'has' : 'have'}`
    const best = better[first.i]!
    const where = best < ofFiles.length ? 'there are image files' : `${files[best - ofFiles.length]!.path} has`
    notes.push(
      `${which} as many images of each class as ${where}, in another size or colour: these are the same images, so they were left out.`,
    )
  }
  const leftOut = new Set(out.map(({ i }) => i))
  return sets.filter((_, i) => !leftOut.has(i))
}

/** The least and the largest value of all files together, so that a grey is the same in each. Undefined where all are bytes. */
async function measureAll(images: readonly ImagesFile[], { notes }: ArrayOptions): Promise<ValueRange | undefined> {
  let [black, white] = [Infinity, -Infinity]
  for (const file of images) {
    try {
      const own = await file.measure?.()
      black = Math.min(black, own?.black ?? Infinity)
      white = Math.max(white, own?.white ?? -Infinity)
    } catch (error) {
      // Reading it will say so.
      if (!(error instanceof ImportError)) throw error
    }
  }
  if (!(white > black)) return undefined
  const [least, largest] = [black, white].map((value) => Number(value.toPrecision(6)))
  notes.push(`Pixels go from ${least} to ${largest}: the least value was taken for black, the largest for white.`)
  return { black, white }
}

function questionRange({ path }: ImagesFile, { message }: ImportError): RangeQuestion {
  return { kind: 'range', file: path, why: message }
}

/**
 * Looks for labels in no pair whose count differs. They are most likely the ones that were meant. Then the error reports them, and `used`
 * has them.
 */
function withoutLabels(file: ImagesFile, labels: readonly LabelsFile[], used: Set<number | undefined>): ImportError {
  const isMeant = ({ count, name }: LabelsFile): boolean =>
    count !== undefined &&
    file.count !== undefined &&
    count !== file.count &&
    (name.split === undefined || file.name.split === undefined || name.split === file.name.split)
  const place = labels.findIndex((each, i) => !used.has(i) && isMeant(each))
  const other = labels[place]
  if (other === undefined) {
    const { split, role } = file.name
    const others = split === undefined && role === undefined ? ', or a file of images of every other class' : ''
    const message = `${file.path} has images and no labels: drop the file of its labels too, one a row in the same order${others}.`
    return new ImportError(message, { file: file.path })
  }
  used.add(place)
  const error = differentCounts(file, file.count!, other, other.count!)
  other.report(error.message, false)
  return error
}

function differentCounts(file: ImagesFile, images: number, labelsFile: LabelsFile, labels: number): ImportError {
  const message = `${file.path} has ${counted(images, 'images')} and ${labelsFile.path} ${counted(labels, 'labels')}, so they can’t belong together: drop the two that do.`
  return new ImportError(message, { file: labelsFile.path })
}

/** Where the labels of a file of images come from, unless it has them itself. */
interface LabelsFrom {
  readonly labelsFile: LabelsFile | undefined
  /** That of all its images. */
  readonly label: string | undefined
  /** At most so many images are read. */
  readonly most: number | undefined
}

async function readSet(
  file: ImagesFile,
  { labelsFile, label, most }: LabelsFrom,
  range: ValueRange | undefined,
  { problems, notes, onUsed }: ArrayOptions,
): Promise<ImageSet> {
  // The labels first: they are small, and without them the pixels are of no use.
  const beside = await readLabels(file, labelsFile)
  const array = await file.read(range, most)
  const labels =
    label === undefined
      ? chooseLabels(file, array, labelsFile, beside, notes)
      : new Array<string>(array.count).fill(label)
  const nameSplit = file.name.split ?? labelsFile?.name.split ?? UNSAID
  const splits = new Uint8Array(array.count).fill(nameSplit)
  if (array.splits !== undefined) {
    const isPublic = (text: string): boolean => /^public\W*test$/i.test(text.trim())
    const hasBoth = array.splits.some(isPublic) && array.splits.some((text) => /^private\W*test$/i.test(text.trim()))
    const readSplitOf = (text: string): number | undefined =>
      hasBoth && isPublic(text) ? VALIDATION : readSplit(text.trim())
    if (hasBoth)
      notes.push(`${file.path} has a public and a private test, and the public one was taken for validation.`)
    for (const [i, text] of array.splits.entries()) {
      const split = array.splitFlags ? readSplitFlags([text], array.splitFlags) : readSplitOf(text)
      splits[i] = split ?? UNSAID
      if (split !== undefined) continue
      const row = array.rows?.[i]
      const message = `The split is ${quoted(text)} and must be 0 (train), 1 (validation) or 2 (test).`
      problems.add('rows have an unknown split', { message, file: file.path, ...(row === undefined ? {} : { row }) })
    }
  }
  const name = array.rows === undefined ? 'image' : 'row'
  const paths = Array.from(labels, (_, i) => `${file.path}, ${name} ${array.rows?.[i] ?? i + 1}`)
  const set = withoutUnlabelled({
    ...pixelsOf(array),
    labels,
    splits,
    splitsFrom: array.splits ? 'column' : 'names',
    paths,
  })
  notes.push(...(array.notes ?? []))
  onUsed(file.entry)
  const ofClass = label === undefined ? '' : `, of class ${quoted(label)}`
  file.report(`${counted(set.count, 'images')} of ${set.width} × ${set.height}${ofClass}`, true)
  labelsFile?.report(counted(set.count, 'labels'), true)
  return set
}

function pixelsOf({ width, height, channels, count, pixels }: ArrayImages): Omit<ArrayImages, 'labels' | 'splits'> {
  return { width, height, channels, count, pixels }
}

async function readLabels(
  file: ImagesFile,
  labelsFile: LabelsFile | undefined,
): Promise<readonly string[] | undefined> {
  if (labelsFile === undefined) return undefined
  try {
    return await labelsFile.read()
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    labelsFile.report(error.message, false)
    throw new ImportError(`${error.message} Without it ${file.path} has no labels.`, { file: labelsFile.path })
  }
}

function chooseLabels(
  file: ImagesFile,
  { labels, count, places, rowCount }: ArrayImages,
  labelsFile: LabelsFile | undefined,
  beside: readonly string[] | undefined,
  notes: string[],
): readonly string[] {
  if (labelsFile === undefined || beside === undefined) return labels ?? []
  const expected = rowCount ?? count
  const hasHeader = labelsFile.mayHaveHeader && beside.length === expected + 1 && beside[0] === '0'
  if (hasHeader) {
    notes.push(`${labelsFile.path} has one row more than ${file.path}, so its first, 0, was taken for a header.`)
  } else if (beside.length !== expected) {
    const error = differentCounts(file, expected, labelsFile, beside.length)
    labelsFile.report(error.message, false)
    throw error
  }
  const own = hasHeader ? beside.slice(1) : beside
  return places === undefined ? own : places.map((place) => own[place]!)
}

/** The set without the images whose label is empty. The reason was reported when the labels were read. */
function withoutUnlabelled(set: ImageSet): ImageSet {
  const kept = [...set.labels.keys()].filter((i) => set.labels[i] !== '')
  if (kept.length === set.count) return set
  const bytes = set.width * set.height * set.channels
  const pixels = set.pixels
  for (const [to, from] of kept.entries()) {
    if (to !== from) pixels.copyWithin(to * bytes, from * bytes, (from + 1) * bytes)
  }
  return {
    ...set,
    count: kept.length,
    pixels: pixels.subarray(0, kept.length * bytes),
    labels: kept.map((i) => set.labels[i]!),
    splits: Uint8Array.from(kept, (i) => set.splits[i]!),
    paths: kept.map((i) => set.paths[i]!),
  }
}

/** Tells by the name of a file, or of an array in one, what it belongs to. */
export function pairableOf({ archive, path }: Pick<SourceEntry, 'archive' | 'path'>, count?: number): Pairable {
  const full = archive === undefined ? path : `${withoutExtension(archive)}/${path}`
  const place = full.slice(0, full.lastIndexOf('/') + 1)
  return { name: { ...readName(path), split: splitOfPath(full) }, place, count }
}
