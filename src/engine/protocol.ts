/**
 * What the page and the engine's worker say to each other: types only, the one file that both sides share.
 *
 * The page calls (`EngineCalls`), the worker answers each call once and, while it works, sends events (`EngineEvent`). A call can be
 * aborted; a long one is then answered with the code `aborted`. Pixels, tensors and weights stay in the worker.
 */
import type { ImportProgress, Split } from '../data/dataset'
import type { DatasetStatistics, Finding, ImageSelection, StoredDataset } from '../data/datasetFacts'
import type { ColumnsQuestion, ImportSettings, ProblemGroup, RecognisedFile } from '../data/importSettings'
import type { Augmentation } from '../model/training/augmentation'
import type { DataChoices } from '../model/dataChoices'
import type { Recipe } from '../model/training/recipe'
import type { DataShape } from '../model/graph/shapes'
import type { Stack } from '../model/graph/stack'

/** A file with the path that it has in a dropped folder; its name when it was dropped alone. */
export interface SourceFile {
  readonly path: string
  readonly file: File
}

/** What the page may know of a dataset in the worker, as a person's choices make it. */
export interface DatasetSummary {
  /** As in `DataChoices.dataset`. */
  readonly id: number
  readonly name: string
  /** All that are in a split; those taken out are counted by `excluded`. */
  readonly images: number
  readonly excluded: number
  readonly relabelled: number
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly classes: readonly string[]
  /** Images per class, in class order, for each split. */
  readonly perClass: Readonly<Record<Split, readonly number[]>>
  /** Whether the files said which image is in which split. */
  readonly splitsGiven: boolean
  /** Bytes that the pixels take in the worker. */
  readonly bytes: number
  /** From the drop to ready. */
  readonly seconds: number
  /** How the files were read; absent when they can't be read again: for drawn digits, and for data from the browser's storage. */
  readonly settings?: ImportSettings
  /** The sizes that the images had in their files, smallest and largest side by side; absent when all have the dataset's. */
  readonly sizes?: { readonly smallest: ImageSize; readonly largest: ImageSize; readonly fitted: number }
  /** What each file was taken for. */
  readonly files: readonly RecognisedFile[]
  readonly problems: readonly ProblemGroup[]
  readonly problemCount: number
  /** What was decided that the files did not say, in sentences. */
  readonly notes: readonly string[]
}

export interface ImageSize {
  readonly width: number
  readonly height: number
}

export interface ImportRequest {
  readonly files: readonly SourceFile[]
  /** The dataset that these images are added to; absent when they stand alone. */
  readonly addTo?: number
  readonly settings: ImportSettings
}

/** A question is answered by asking again, with `settings.columns`. */
export type ImportReply =
  | { readonly kind: 'ready'; readonly dataset: DatasetSummary }
  | { readonly kind: 'question'; readonly question: ColumnsQuestion }

/** The tutorials' data that can be fetched at a press. */
export type TutorialData = 'ludwig' | 'galaxy'

/** Which images, in which order, and which stretch of them. */
export interface ImageQuery extends ImageSelection {
  readonly offset: number
  readonly limit: number
}

export interface ImageFacts {
  readonly index: number
  readonly label: string
  /** What the files say, where a person corrected it. */
  readonly labelAsRead?: string
  readonly split: Split | 'excluded'
  readonly path: string
}

export interface Thumbnails {
  /** How many images match the query. */
  readonly total: number
  readonly items: readonly ImageFacts[]
  /** RGBA, 8 bits each: `items.length` x `height` x `width` x 4 bytes. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  /** The images' own size, or a fraction of it where they are large. */
  readonly width: number
  readonly height: number
}

/** One image, whole. */
export interface FullImage extends ImageFacts {
  readonly width: number
  readonly height: number
  readonly channels: number
  /** `height` x `width` x `channels` bytes. */
  readonly pixels: Uint8Array<ArrayBuffer>
}

export interface StorageReport {
  readonly datasets: readonly StoredDataset[]
  /** What all pages of this origin take, and may take, as far as the browser tells. */
  readonly usedBytes?: number
  readonly quotaBytes?: number
}

export interface OpenedDataset {
  readonly dataset: DatasetSummary
  readonly choices: DataChoices
}

export interface AugmentationPreviewRequest {
  readonly augmentation: Augmentation
  readonly seed: number
  /** How many images, and how many times each. */
  readonly images: number
  readonly variants: number
}

/** Row by row: an image of the train split, then its variants. */
export interface AugmentationPreview {
  /** RGBA: `images` x (1 + `variants`) x `height` x `width` x 4 bytes. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  readonly labels: readonly string[]
  readonly width: number
  readonly height: number
}

export type BackendName = 'webgpu' | 'webgl' | 'cpu'

/** What trains a model, and why not the compiled trainer where WebGPU has it: one sentence that names the layer. */
export interface TrainerChoice {
  readonly trainer: 'compiled' | 'tfjs'
  readonly reason?: string
}

/** What the engine computes on, and why not on something better. */
export interface DeviceReport {
  readonly backend: BackendName
  /** The trainer that drives it, unless a model needs another. */
  readonly trainer: TrainerChoice['trainer']
  /** The adapter in words, such as `apple metal-3` or `google swiftshader`; absent on the CPU. */
  readonly adapter?: string
  /** True for an adapter that computes on the CPU. */
  readonly software: boolean
  /** Why not WebGPU: one sentence; absent on WebGPU. */
  readonly reason?: string
}

export interface LossAndAccuracy {
  readonly loss: number
  readonly accuracy: number
}

/** The outcome of a pass over one split without training. `confusion[t * classes + p]` counts images of true class t predicted as p. */
export interface Evaluation extends LossAndAccuracy {
  readonly split: Split
  readonly images: number
  readonly classes: readonly string[]
  readonly confusion: readonly number[]
}

/** A coalesced stretch of training steps: columns of equal length, one entry a step. */
export interface TrainPoints {
  /** The position in epochs, such as 1.25 a quarter into the second. */
  readonly epoch: readonly number[]
  readonly loss: readonly number[]
  readonly accuracy: readonly number[]
}

export interface RunProgress {
  /** What the device is doing: a pass over the training images, or a look at those of another split. */
  readonly phase: 'training' | 'validating' | 'testing'
  /** 1-based. */
  readonly epoch: number
  readonly epochs: number
  /** Steps of this epoch that are done, of how many. */
  readonly step: number
  readonly steps: number
  /** 0 until enough was measured to go by. */
  readonly imagesPerSecond: number
  /** Absent as long as there is nothing sound to say. */
  readonly secondsLeft?: number
}

export interface RunRequest {
  readonly runId: number
  readonly stack: Stack
  readonly recipe: Recipe
  /** Whether to begin, or to go on from where the last run ended: with its stack, its data, and its recipe but for the epochs. */
  readonly from: 'start' | 'checkpoint'
}

/** A place in a run. */
export interface RunPlace {
  /** 1-based. */
  readonly epoch: number
  /** Steps of this epoch that are done, of how many. */
  readonly step: number
  readonly steps: number
}

/**
 * `place` is where the run can go on from; without it, nowhere. `seconds` are those of training from Start to the end, the time paused and
 * that between an end and Continue apart.
 */
export type RunOutcome =
  | { readonly kind: 'finished'; readonly place: RunPlace; readonly test?: Evaluation; readonly seconds: number }
  /** It is not tested by itself. Without a place, it was stopped before its first step, and the model is the one before the run. */
  | { readonly kind: 'stopped'; readonly place?: RunPlace; readonly seconds: number }
  /** `trained` when the run had good weights, of the end of an epoch or of where it went on from: they are then the model, else the one before. */
  | { readonly kind: 'failed'; readonly message: string; readonly trained: boolean; readonly place?: RunPlace }

/** What a trained or opened model is, as far as the page must know. */
export interface ModelSummary {
  readonly stack: Stack
  readonly recipe?: Recipe
  readonly classes: readonly string[]
  /** The images and classes that it is for. */
  readonly data: DataShape
  readonly parameters: number
}

export interface OpenedModel {
  readonly model: ModelSummary
  /** What was left out or changed on the way in, in sentences. */
  readonly notes: readonly string[]
  /** On the test split of the loaded dataset, when that fits the model. */
  readonly test?: Evaluation
}

export interface ModelFiles {
  /** The text of `model.json`. */
  readonly modelJson: string
  /** The bytes of `weights.bin`. */
  readonly weights: ArrayBuffer
}

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
