/** The data at hand, how more are being read, and what the browser keeps. */
import type { ImportProgress } from '../../data/dataset'
import type { ImportQuestion } from '../../data/importSettings'
import type { DatasetSummary, StorageReport } from '../../engine/protocol/data'
import { NO_DATA, type DataChoices } from '../../model/dataChoices'
import { DEFAULT_DATA_SHAPE, type DataShape } from '../../model/graph/shapes'
import type { Split } from '../../model/split'
import type { TrainingFacts } from '../../model/training/section'
import type { Trouble } from './troubles'

export interface ImportState {
  /** What is being read: the files' names, or `Sample digits`. */
  readonly name: string
  /** `looking` until it is known whether the files are data. */
  readonly phase: ImportProgress['phase'] | 'listing' | 'looking' | 'opening'
  /** Images; bytes while downloading, files while a folder is listed. */
  readonly done: number
  readonly total: number
  readonly perSecond: number
}

/** A dataset that the browser keeps. */
export interface KeptDataset {
  readonly key: string
  /** The choices that were kept with it. */
  readonly choices: DataChoices
}

/** Images that a person asked to see from elsewhere on the page. */
export interface ListedImages {
  readonly images: readonly number[]
  /** What they are, in a few words. */
  readonly why: string
  readonly of: ListOrigin
}

/** The number that images stand behind. */
export interface ListOrigin {
  readonly split: Split
  /** The run that the model is compared with. */
  readonly since?: { readonly run: number; readonly title: string }
}

export interface DataPart {
  readonly dataset: DatasetSummary | undefined
  /** The choices that `dataset` sums up. For a moment after an edit, the document is ahead of them. */
  readonly choices: DataChoices
  /** The shape of the data that were there before: at the last visit, or in an engine that ended. MNIST's where there were none. */
  readonly formerShape: DataShape
  /** What a recipe had to fit of them. */
  readonly formerFacts: TrainingFacts
  readonly importing: ImportState | undefined
  readonly trouble: Trouble | undefined
  /** Why the files could not be read in another way: they are read as before. */
  readonly rereadTrouble: Trouble | undefined
  /** Data that were dropped onto others, by name. A person must say whether they replace those or are added to them. */
  readonly dropped: string | undefined
  /** A table whose columns a person must name before its files can be read. */
  readonly question: ImportQuestion | undefined
  /** What the browser keeps; undefined before it was asked. */
  readonly stored: StorageReport | undefined
  /** Datasets of the engine that the browser keeps too, by the engine's ids. */
  readonly kept: Readonly<Record<number, KeptDataset>>
  readonly keeping: boolean
  readonly storageTrouble: Trouble | undefined
  /** The explorer shows them. */
  readonly listed: ListedImages | undefined
}

/** No data; what the browser keeps is found out anew. */
export function emptyData(): DataPart {
  return {
    dataset: undefined,
    choices: NO_DATA,
    formerShape: DEFAULT_DATA_SHAPE,
    formerFacts: {},
    importing: undefined,
    trouble: undefined,
    rereadTrouble: undefined,
    dropped: undefined,
    question: undefined,
    stored: undefined,
    kept: {},
    keeping: false,
    storageTrouble: undefined,
    listed: undefined,
  }
}
