/** An import's report on its files, beside the dataset that it made of them. */
import type { ProblemGroup } from '../files/importProblem'
import type { ImageSize } from './imageSize'
import type { ImportQuestion, OpenChoice } from './importSettings'
import type { SourceSizes } from './imageSet'

/** One of the files, and what it was taken for: a row of the report. */
export interface RecognisedFile {
  /** Its name, with its folder, or inside its archive. */
  readonly path: string
  readonly bytes: number
  /** In words: `zip archive`, `tar archive`, `table of images`, `IDX images`, `pixels, one row an image`. */
  readonly kind: string
  /** What came of it, in words: `60,000 images of 28 × 28`, or why it was not used. */
  readonly outcome: string
  readonly used: boolean
  /** Of a table that a person may take out, or in again: whether it is in. */
  readonly table?: 'in' | 'out'
  /** Of a folder that lies beside those of the splits and is of none by its name: whether it is in. */
  readonly folder?: 'in' | 'out'
  /** How its columns or names were read, as a question whose answer was guessed: a person may answer otherwise. */
  readonly question?: ImportQuestion
}

/** How a tool trained the project that the images came with. */
export interface BroughtRecipe {
  /** The project's file. */
  readonly from: string
  readonly epochs: number
  readonly batchSize: number
  readonly learningRate: number
}

export interface ImportReport {
  /** Whether the files said which image is in which split. */
  readonly splitsGiven: boolean
  /** Absent when all images had the dataset's size in their files. */
  readonly sizes?: SourceSizes
  readonly files: readonly RecognisedFile[]
  /** The first problems of each kind. */
  readonly problems: readonly ProblemGroup[]
  /** All problems, those too that `problems` only counts. */
  readonly problemCount: number
  /** Every problem, row by row: file, row, kind and message. */
  readonly problemsCsv: string
  /** Decisions made where the files said nothing, in sentences. */
  readonly notes: readonly string[]
  /** What the classes were read from where no table says them, in sentences; absent where tables say all. */
  readonly classesFrom?: readonly string[]
  /** The settings of few files that made a difference to these; absent where none did. */
  readonly open?: readonly OpenChoice[]
  /** How images of a project were trained on elsewhere. */
  readonly recipe?: BroughtRecipe
}

/** The problems of a kind that are listed one by one. */
const LISTED = 50

/** A dataset, as far as its size goes, and what was said of its files. */
interface Reported {
  readonly dataset: ImageSize
  readonly report: ImportReport
}

/**
 * Joins the reports on a dataset and on the files added to it. `whole` has the report on those files alone, and the dataset that came of
 * both.
 */
export function joinReports({ dataset, report: before }: Reported, whole: Reported): ImportReport {
  const { report: added } = whole
  const sizes = joinSizes(before.sizes ?? unfitted(dataset), added.sizes ?? unfitted(whole.dataset))
  return {
    splitsGiven: before.splitsGiven && added.splitsGiven,
    ...(sizes.fitted > 0 ? { sizes } : {}),
    files: [...before.files, ...added.files],
    problems: joinProblems(before.problems, added.problems),
    problemCount: before.problemCount + added.problemCount,
    problemsCsv: joinCsv(before.problemsCsv, added.problemsCsv),
    notes: [...new Set([...before.notes, ...added.notes])],
    ...classesFromOf([...(before.classesFrom ?? []), ...(added.classesFrom ?? [])]),
    ...openOf([...(before.open ?? []), ...(added.open ?? [])]),
    ...recipeOf(added.recipe ?? before.recipe),
  }
}

/** Each once, and nothing where there is none. */
export function openOf(choices: Iterable<OpenChoice>): Pick<ImportReport, 'open'> {
  const open = [...new Set(choices)]
  return open.length === 0 ? {} : { open }
}

export function recipeOf(recipe: BroughtRecipe | undefined): Pick<ImportReport, 'recipe'> {
  return recipe === undefined ? {} : { recipe }
}

/** Each once, and nothing where there is none. */
export function classesFromOf(sentences: readonly string[]): Pick<ImportReport, 'classesFrom'> {
  return sentences.length === 0 ? {} : { classesFrom: [...new Set(sentences)] }
}

/** As if every image had the dataset's size. */
function unfitted({ width, height }: ImageSize): SourceSizes {
  return { smallest: { width, height }, largest: { width, height }, fitted: 0 }
}

function joinSizes(before: SourceSizes, added: SourceSizes): SourceSizes {
  const [smallest] = [before.smallest, added.smallest].toSorted((a, b) => areaOf(a) - areaOf(b))
  const [largest] = [before.largest, added.largest].toSorted((a, b) => areaOf(b) - areaOf(a))
  return { smallest: smallest!, largest: largest!, fitted: before.fitted + added.fitted }
}

function areaOf({ width, height }: ImageSize): number {
  return width * height
}

function joinProblems(before: readonly ProblemGroup[], added: readonly ProblemGroup[]): ProblemGroup[] {
  const joined = new Map(before.map((group) => [group.kind, group]))
  for (const group of added) {
    const { count, listed } = joined.get(group.kind) ?? { count: 0, listed: [] }
    joined.set(group.kind, {
      kind: group.kind,
      count: count + group.count,
      listed: [...listed, ...group.listed].slice(0, LISTED),
    })
  }
  return [...joined.values()]
}

/** One header, then the rows of both. */
function joinCsv(before: string, added: string): string {
  const header = /^.*(\r?\n|$)/
  const rows = added.replace(header, '')
  return rows === '' ? before : before === '' ? added : `${before.replace(/\r?\n$/, '')}\r\n${rows}`
}
