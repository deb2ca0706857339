/** What an import says of its files, beside the dataset that it made of them. */
import type { SourceSizes } from './imageSet'
import type { ProblemGroup, RecognisedFile } from './importSettings'

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
  /** What was decided because the files did not say, in sentences. */
  readonly notes: readonly string[]
}
