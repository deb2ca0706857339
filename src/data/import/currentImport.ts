/** What the steps of an import share: what a person set, and what is said of the files on the way. */
import type { ImportError } from '../../files/importProblem'
import type { ProblemList } from '../../files/problemList'
import type { TextReading } from '../../files/textReading'
import type { Dataset } from '../dataset'
import type { ReadOptions } from '../images/readImages'
import type { ImportSettings, OpenChoice } from '../importSettings'
import type { FileReport } from './fileReport'
import type { Recognised } from './recognise'

export interface Import {
  readonly settings: ImportSettings
  readonly options: ReadOptions
  readonly addTo: Dataset | undefined
  readonly problems: ProblemList
  readonly text: TextReading
  readonly tableNotes: Recognised['notes']
  readonly report: FileReport
  readonly notes: string[]
  /** What the classes were read from where no table says them, in sentences. */
  readonly classesFrom: string[]
  /** Settings of few files that made a difference. */
  readonly open: Set<OpenChoice>
  /** The files that are in the dataset, as the person would say them. */
  readonly names: Set<string>
  /** Files of no use, and why. */
  readonly failures: ImportError[]
}

/** A file of no use, and why. */
export function fail({ failures, problems }: Import, error: ImportError): void {
  failures.push(error)
  problems.add('files could not be used', { message: error.message, ...whereOf(error) })
}

export function whereOf({ file, row }: ImportError): { file?: string; row?: number } {
  return { ...(file === undefined ? {} : { file }), ...(row === undefined ? {} : { row }) }
}
