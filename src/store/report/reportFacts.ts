/** All that a report tells of a model, as it was gathered at one moment. */
import type { DatasetSummary, Thumbnails } from '../../engine/protocol/data'
import type { DeviceReport } from '../../engine/protocol/device'
import type { ModelIdentity, ModelSummary } from '../../engine/protocol/model'
import type { PredictedImage } from '../../engine/protocol/predictions'
import type { Anatomy } from '../../model/anatomy/anatomy'
import type { DataChoices } from '../../model/dataChoices'
import type { ImageMap } from '../../model/map/imageMap'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { SplitStudy } from '../../model/metrics/splitStudy'
import type { EpochAnatomies } from '../../runs/anatomies'
import type { RunBeginning } from '../../runs/beginning'
import type { RunDetails, RunSummary, StepCurve } from '../../runs/record'
import type { CurveBucket } from '../../runs/thinSteps'
import type { EpochMetrics, LogEntry } from '../curves/metricsBuffer'

/** What can't be told, and why: one sentence. */
export interface Unknown {
  readonly whyNot: string
}

export interface ReportFacts {
  /** Milliseconds since 1970. */
  readonly made: number
  readonly model: ModelSummary
  /** Where it comes from, in one sentence; absent where it is of the run on show. */
  readonly origin: string | undefined
  readonly identity: ModelIdentity
  /** The images that the model is judged by, or that are at hand. */
  readonly data: { readonly dataset: DatasetSummary; readonly choices: DataChoices } | Unknown
  readonly judged: JudgedSplit | Unknown
  readonly run: ReportedRun | Unknown
  /** The inside of the model as it is; absent where the newest of the run's `anatomies` is that. */
  readonly inside: Anatomy | Unknown | undefined
  /** Of images of the judged split, under the classes of its study. */
  readonly map: ImageMap | Unknown
  /** The k of hits at k; absent where none says anything. */
  readonly hitsAt: number | undefined
  /** What the page computes on now. */
  readonly device: DeviceReport | undefined
}

export interface JudgedSplit {
  readonly split: 'test' | 'validation'
  /** Under the names of classes that the page shows everywhere. */
  readonly study: SplitStudy
  /** The pass that counted the same matrix; absent where none did. */
  readonly evaluation: Evaluation | undefined
  readonly pictures: Readonly<Record<PictureKind, Pictures>>
}

/** Mistakes, the surest first; what the model is least sure of; labels that agree least with the model, of its mistakes. */
export type PictureKind = 'mistakes' | 'unsure' | 'labels'

export interface Pictures {
  /** How many there are of the kind; absent where only the first were asked for. */
  readonly total?: number
  /** The first of them. */
  readonly images: readonly PredictedImage[]
  /** Of these, in their order. */
  readonly thumbnails: Thumbnails
}

export interface ReportedRun {
  /** What it is called. */
  readonly title: string
  /** The model that it began from; absent where its first weights were drawn. */
  readonly beginning: RunBeginning | undefined
  readonly epochs: readonly EpochMetrics[]
  readonly log: readonly LogEntry[]
  readonly curves: Readonly<Record<StepCurve, readonly CurveBucket[]>>
  /** Of its epochs; absent where nobody watched its inside. */
  readonly anatomies: EpochAnatomies | undefined
  /** As it was kept; absent where the browser keeps no runs. */
  readonly kept: { readonly summary: RunSummary; readonly details: RunDetails; readonly note: string } | undefined
}
