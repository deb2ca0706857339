/** A dataset that the worker holds, and its view, as a person's choices make it. */
import type { Dataset } from '../../data/dataset'
import type { ImportReport } from '../../data/importReport'
import type { ImportSettings } from '../../data/importSettings'
import type { SourceFile } from '../../files/sourceFile'
import type { DataChoices } from '../../model/dataChoices'

/** The drops that a dataset was read from, in order. Each was added to those before. */
export interface DatasetSource {
  readonly drops: readonly (readonly SourceFile[])[]
  readonly settings: ImportSettings
}

export interface HeldDataset {
  /** As it was read, without a person's choices. */
  readonly dataset: Dataset
  readonly report: ImportReport
  /** From the drop to ready. */
  readonly seconds: number
  /** Absent when it can't be read again. */
  readonly source?: DatasetSource
}

export interface ChosenData {
  readonly held: HeldDataset
  readonly choices: DataChoices
  /** The dataset as the choices make it. It never changes: other choices make another. */
  readonly view: Dataset
}
