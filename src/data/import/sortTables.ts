/** Tells what each table of a drop is for: it names images, holds their pixels, or their labels. */
import { quoted } from '../../common/text'
import type { ClassNames } from '../labels/classNames'
import { readName } from '../labels/fileNames'
import type { ImageFiles } from '../labels/imageFiles'
import { isSplitList } from '../labels/splitLists'
import type { ImportQuestion, ImportSettings, LabelQuestion } from '../importSettings'
import { questionColumns, recogniseImageTable } from '../labels/labelByTables'
import { type ImageTableFile, type TableFile } from '../labels/tableFiles'
import { NO_LABEL, withLabel } from '../tables/pixelColumns'
import { fullName, type SourceEntry } from '../../files/sourceEntry'
import type { TableShape } from '../tables/tableProfile'

/** Kaggle's example of an answer: it names the images to be tested, each with the same made-up label. */
const SAMPLE_ANSWER = /sample[^a-z]*submission/i

export type Shaped<Kind extends TableShape['kind']> = TableFile & {
  readonly profile: { readonly shape: Extract<TableShape, { readonly kind: Kind }> }
}

export interface SortedTables {
  readonly ofImages: readonly ImageTableFile[]
  /** Lists of the images of one split, and of nothing else. */
  readonly splitLists: readonly ImageTableFile[]
  readonly ofPixels: readonly Shaped<'pixels'>[]
  readonly ofLabels: readonly Shaped<'labels' | 'oneHot'>[]
  /** Why a table is of no use: `why` is a sentence. */
  readonly unknown: readonly (TableFile & { readonly why: string })[]
  /** Those that may name the classes, and are nothing else. */
  readonly ofNames: readonly (TableFile & { readonly why: string })[]
  /** Tables that would say something else of the same images, and why they were left out. A person may take them in. */
  readonly leftOut: readonly (TableFile & { readonly why: string })[]
  /** Those that a person took out. */
  readonly takenOut: readonly TableFile[]
  /** About the first table whose columns are not clear. */
  readonly question: ImportQuestion | undefined
}

/** `otherFolds` as `findOtherFolds` gives them. */
export function sortTables(
  tables: readonly TableFile[],
  images: ImageFiles,
  settings: Pick<ImportSettings, 'columns' | 'labels' | 'tables'>,
  classNames: ReadonlyMap<SourceEntry, ClassNames>,
  otherFolds: ReadonlyMap<SourceEntry, SourceEntry>,
): SortedTables {
  const ofImages: ImageTableFile[] = []
  const ofPixels: Shaped<'pixels'>[] = []
  const ofLabels: Shaped<'labels' | 'oneHot'>[] = []
  const unknown: (TableFile & { why: string })[] = []
  const ofNames: (TableFile & { why: string })[] = []
  const takenOut: TableFile[] = []
  const leftOut: (TableFile & { why: string })[] = []
  for (const table of tables) {
    const { entry, profile } = table
    if (settings.tables[fullName(entry)] === 'out') {
      takenOut.push(table)
      continue
    }
    const { shape } = profile
    if (SAMPLE_ANSWER.test(entry.path)) {
      unknown.push({ ...table, why: `${entry.path} is an example of answers, so it was left out.` })
      continue
    }
    const first = settings.tables[fullName(entry)] === 'in' ? undefined : otherFolds.get(entry)
    if (first !== undefined) {
      const why = `${entry.path} says the splits of the images of ${first.path} in another way, as for cross-validation, so it was left out.`
      leftOut.push({ ...table, why })
      continue
    }
    const recognised = shape.kind === 'pixels' ? undefined : recogniseImageTable(table, images)
    const mayName = classNames.has(entry)
    // A table that names classes may have a column of names, as one of images has.
    const named = mayName && recognised?.decision.share === 0 ? undefined : recognised
    if (named !== undefined) ofImages.push(named)
    else if (shape.kind === 'pixels')
      ofPixels.push({ entry, profile: { ...profile, shape: chooseLabel(entry, shape, settings) } })
    else if (shape.kind === 'oneHot' || (shape.kind === 'labels' && mayBeLabels(entry, images)))
      ofLabels.push({ entry, profile: { ...profile, shape } })
    else
      (mayName ? ofNames : unknown).push({
        ...table,
        why: (shape.kind === 'other' ? shape.reason : undefined) ?? describeUnknown(table),
      })
  }
  for (const table of ofImages.filter(({ decision }) => decision.kind === 'doubtful')) {
    if (Object.hasOwn(settings.columns, fullName(table.entry)) || settings.tables[fullName(table.entry)] === 'in')
      continue
    const why = whyNeedless(table, ofImages)
    if (why === undefined) continue
    ofImages.splice(ofImages.indexOf(table), 1)
    leftOut.push({ ...table, why })
  }
  const questions = [
    ...(images.entries.length === 0 ? [] : ofImages.map((table) => questionColumns(table, settings.columns))),
    ...ofPixels.map((table) => (table.profile.shape.isLabelInDoubt === true ? questionLabel(table) : undefined)),
  ]
  const question = questions.find((asked) => asked !== undefined)
  return {
    ofImages: ofImages.filter((table) => !isSplitList(table)),
    splitLists: ofImages.filter(isSplitList),
    ...{ ofPixels, ofLabels, unknown, ofNames, leftOut, takenOut, question },
  }
}

/** Why a table whose columns are not clear need not be asked about: others say the labels of its images. Undefined where none does. */
function whyNeedless(table: ImageTableFile, others: readonly ImageTableFile[]): string | undefined {
  const { entry, decision } = table
  if (decision.kind !== 'doubtful' || decision.isNamed || decision.guess.path === undefined) return undefined
  const paths = new Set(table.profile.spread.map((row) => row[decision.guess.path!]))
  const clear = others.find(({ decision: other, profile }) => {
    if (other.kind !== 'clear') return false
    const own = new Set(profile.spread.map((row) => row[other.columns.path]))
    return 2 * [...paths].filter((path) => own.has(path)).length > paths.size
  })
  if (clear === undefined) return undefined
  return `${clear.entry.path} says the labels of the images that ${entry.path} names, and no column of the latter is called a label, so it was left out.`
}

function chooseLabel(
  entry: SourceEntry,
  shape: Shaped<'pixels'>['profile']['shape'],
  { labels }: Pick<ImportSettings, 'labels'>,
): Shaped<'pixels'>['profile']['shape'] {
  const file = fullName(entry)
  const chosen = Object.hasOwn(labels, file) ? labels[file]! : undefined
  const isCandidate = chosen === NO_LABEL || shape.candidates.some(({ column }) => column === chosen)
  if (chosen === undefined || !isCandidate) return shape
  return { kind: 'pixels', ...withLabel(shape, chosen) }
}

/** Which column is the label. Undefined where every column is a pixel. */
export function questionLabel({ entry, profile }: Shaped<'pixels'>): LabelQuestion | undefined {
  const { candidates, label, oneHot, isLabelInDoubt = false } = profile.shape
  if (candidates.length === 0) return undefined
  const columns = candidates.map(({ column, values }) => {
    const name = profile.header?.[column] || `Column ${(column + 1).toLocaleString('en-US')}`
    return { column, name: column === oneHot?.columns[0] ? 'One column a class' : name, values }
  })
  const none = { column: NO_LABEL, name: 'None: another file says the labels', values: [] }
  const guess = label ?? oneHot?.columns[0] ?? NO_LABEL
  return {
    ...{ kind: 'label', file: fullName(entry), guess, isInDoubt: isLabelInDoubt },
    columns: isLabelInDoubt ? columns : [...columns, none],
  }
}

/** Every text of short lines looks like labels; beside images most are none. */
function mayBeLabels({ path }: SourceEntry, images: ImageFiles): boolean {
  return images.entries.length === 0 || /\.(csv|tsv)$/i.test(path) || readName(path).role === 'labels'
}

function describeUnknown({ entry, profile }: TableFile): string {
  const first = profile.header ?? profile.rows[0] ?? []
  if (first.length < 2) return `${entry.path} is a text that holds neither labels nor pixels, so it was left out.`
  const names = first.slice(0, 6).map(quoted).join(', ') + (first.length > 6 ? ', …' : '')
  return `The first row of ${entry.path} reads ${names}: it must name a column of the images’ paths, such as image_path, and one of their labels.`
}
