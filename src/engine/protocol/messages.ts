/**
 * What the page and the engine's worker say to each other: types only.
 *
 * The page calls (`EngineCalls`), the worker answers each call once and, while it works, sends events (`EngineEvent`). A call can be
 * aborted; a long one is then answered with the code `aborted`.
 */
import type { ImportProgress } from '../../data/dataset'
import type { DatasetStatistics, Finding, ImageSelection } from '../../data/datasetFacts'
import type { ImportSettings } from '../../data/importSettings'
import type { DataChoices } from '../../model/dataChoices'
import type { Evaluation, LossAndAccuracy } from '../../model/metrics/evaluation'
import type {
  DatasetSummary,
  ImportRequest,
  ImportReply,
  TutorialData,
  ImageQuery,
  Thumbnails,
  FullImage,
  StorageReport,
  OpenedDataset,
  AugmentationPreviewRequest,
  AugmentationPreview,
} from './data'
import type { TrainerChoice, DeviceReport } from './device'
import type { ModelSummary, OpenedModel, ModelFiles } from './model'
import type { TrainPoints, RunProgress, RunRequest, RunPlace, RunOutcome } from './run'

/** The page's calls: each key's method gives the arguments and the reply. */
export interface EngineCalls {
  /** Chooses and tests the device; the same report when asked again. */
  startDevice(): DeviceReport
  /**
   * Reads dropped files into a new dataset, which becomes the current one: added to the current one, with the choices about that. Sends
   * `importProgress`.
   */
  importFiles(request: ImportRequest): ImportReply
  /**
   * Reads the files of a dataset again in another way, into a new one; of the current one, with its choices as long as it has as many images.
   * Sends `importProgress`.
   */
  rereadFiles(request: { readonly dataset: number; readonly settings: ImportSettings }): DatasetSummary
  /** Downloads a tutorial's files from Zenodo and imports them. Sends `importProgress`. */
  importTutorial(request: { readonly data: TutorialData }): DatasetSummary
  /** Draws the built-in set. Sends `importProgress`. */
  makeSampleDigits(request: { readonly seed: number }): DatasetSummary
  /** Makes a dataset that the engine holds the current one, as the choices say. A `badInput` when it holds it no more. `dataset` 0 is no data. */
  chooseData(choices: DataChoices): DatasetSummary | undefined
  thumbnails(query: ImageQuery): Thumbnails
  /** The numbers of all that match, in their order. */
  listImages(selection: ImageSelection): { readonly images: Uint32Array<ArrayBuffer> }
  image(request: { readonly index: number }): FullImage
  statistics(): DatasetStatistics
  /** Looks for leaks, duplicates and the like. */
  checkData(): readonly Finding[]
  /** Every problem of the import as CSV. */
  problemsCsv(): { readonly csv: string }
  previewAugmentation(request: AugmentationPreviewRequest): AugmentationPreview
  storage(): StorageReport
  /** Keeps the current dataset, with its choices, in the browser's own storage. */
  keepDataset(): StorageReport
  openStored(request: { readonly key: string }): OpenedDataset
  deleteStored(request: { readonly key: string }): StorageReport
  /** Trains; answered when the run has ended, one way or another. Sends `runCompiling`, `runPrepared`, `runProgress`, `trainPoints`, `epochEnd`, `runRecovered`. */
  train(request: RunRequest): RunOutcome
  pause(request: { readonly runId: number }): void
  resume(request: { readonly runId: number }): void
  stop(request: { readonly runId: number }): void
  /** Tests the current model on the test split of the current dataset. */
  evaluate(): Evaluation
  /** Opens `model.json` with its weights file. Later `evaluate` and `exportModel` mean this model. */
  openModel(request: { readonly files: readonly File[] }): OpenedModel
  /** The model last trained or opened. */
  exportModel(): ModelFiles
}

export type EngineEvent =
  | ({
      readonly type: 'importProgress'
      /** Images, or bytes while downloading. */
      readonly perSecond: number
    } & ImportProgress)
  /** A run waits for the programs of its model, so many. */
  | { readonly type: 'runCompiling'; readonly runId: number; readonly kernels: number }
  | {
      readonly type: 'runPrepared'
      readonly runId: number
      readonly trainImages: number
      readonly validationImages: number
      readonly model: ModelSummary
    }
  | ({ readonly type: 'runProgress'; readonly runId: number } & RunProgress)
  | { readonly type: 'runPaused'; readonly runId: number }
  | { readonly type: 'runResumed'; readonly runId: number }
  | { readonly type: 'trainPoints'; readonly runId: number; readonly points: TrainPoints }
  | {
      readonly type: 'epochEnd'
      readonly runId: number
      /** 1-based. */
      readonly epoch: number
      /** Means over the epoch while the weights move, as Keras reports them. */
      readonly train: LossAndAccuracy
      readonly validation?: Evaluation
    }
  /** The device was lost, and the run goes on from `place` on a new one: what was told of later steps is void. Without it, it begins again. */
  | { readonly type: 'runRecovered'; readonly runId: number; readonly place?: RunPlace; readonly message: string }
  | { readonly type: 'deviceLost'; readonly message: string }
  /** A model is on the device, driven by this trainer. */
  | { readonly type: 'trainerChosen'; readonly choice: TrainerChoice }
  /** Bytes that the trainer holds on the device, its pool of free buffers included. */
  | { readonly type: 'memory'; readonly gpuBytes: number }
  /** Sent by the client itself: the worker was given up, and with it the dataset and the model that it held. The next call starts a new one. */
  | { readonly type: 'engineRestarted'; readonly message: string }

/** Codes by which the page tells failures apart; the message is one plain sentence in every case. */
export type EngineErrorCode = 'aborted' | 'badInput' | 'busy' | 'device' | 'internal'

export interface EngineFailure {
  readonly code: EngineErrorCode
  readonly message: string
  readonly file?: string
  readonly row?: number
}

export type CallName = keyof EngineCalls

export type CallArguments<Name extends CallName> = Parameters<EngineCalls[Name]>[0]

export type CallReply<Name extends CallName> = ReturnType<EngineCalls[Name]>

/**
 * A call with thousands of files is preceded by them in parts, as cloning them all at once would hold up the page; its own list is then empty.
 * `ping` is answered by `pong` as soon as the worker can: so the client knows a worker that works from one that hangs.
 */
export type MessageToWorker =
  | { readonly kind: 'files'; readonly id: number; readonly files: readonly unknown[] }
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly request: unknown }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'ping' }

export type MessageToPage =
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: EngineFailure }
  | { readonly kind: 'event'; readonly event: EngineEvent }
  | { readonly kind: 'pong' }

/** One function a call. The signal is aborted when the page no longer wants the answer. */
export type Handlers = {
  readonly [Name in CallName]: (
    request: CallArguments<Name>,
    signal: AbortSignal,
  ) => CallReply<Name> | Promise<CallReply<Name>>
}
