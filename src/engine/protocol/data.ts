/** What the page asks of data, and is told of them: types only. Pixels stay in the worker. */
import type { BroughtRecipe, RecognisedFile } from '../../data/importReport'
import type { DatasetStatistics, Finding, ImageSelection, StoredDataset } from '../../data/datasetFacts'
import type { ImageSize } from '../../data/imageSize'
import type { ImportSettings, OpenChoice } from '../../data/importSettings'
import type { ProblemGroup } from '../../files/importProblem'
import type { DataChoices, MergedClass } from '../../model/dataChoices'
import type { Split } from '../../model/split'
import type { Augmentation } from '../../model/training/augmentation'

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
  /** Classes that are parts of others now. Absent where there are none. */
  readonly merged?: readonly MergedClass[]
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
  /** Decisions that the files left open, in sentences. */
  readonly notes: readonly string[]
  /** What the classes were read from where no table says them, in sentences. */
  readonly classesFrom?: readonly string[]
  /** The settings of few files that make a difference to these. */
  readonly open?: readonly OpenChoice[]
  /** How images of a project were trained on elsewhere. */
  readonly recipe?: BroughtRecipe
}

/** A dataset that was brought in, with its choices: none, or those made before for the same images. */
export interface LoadedData {
  readonly dataset: DatasetSummary
  readonly choices: DataChoices
  /** The dataset whose images are its first, in the same order: what is decided about those meanwhile stands, too. */
  readonly continues?: number
}

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
  /** The label in the files, when a person has corrected it. */
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
  /** Bytes that all pages of this origin use, and may use. Absent when the browser does not tell. */
  readonly usedBytes?: number
  readonly quotaBytes?: number
  /** Runs that are kept, and what their weights take. Absent where there are none. */
  readonly runs?: { readonly count: number; readonly weightBytes: number }
  /** Checkpoints that are kept: of which runs they can be deleted, of how many runs there are any, and what they take. */
  readonly checkpoints?: { readonly runs: readonly number[]; readonly count: number; readonly bytes: number }
  /** Operations whose fastest kernel on this browser's graphics device is kept. Absent where there is none. */
  readonly kernelChoices?: number
}

export interface AugmentationPreviewRequest {
  readonly augmentation: Augmentation
  readonly seed: number
  /** How many images, and how many variants of each. */
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

/** Every look names the data that it means: the dataset, and what was decided about it. */
export interface OfData {
  readonly data: DataChoices
}

/** Calls that bring datasets. Each sends `importProgress`. */
export interface ImportCalls {
  /** Reads the files of a dataset again in another way, into a new one. As long as it has as many images, the choices stay. */
  rereadFiles(request: OfData & { readonly settings: ImportSettings }): LoadedData
  /** Downloads a tutorial's files from Zenodo and imports them. */
  importTutorial(request: { readonly tutorial: TutorialData }): LoadedData
  /** Draws the built-in set. */
  makeSampleDigits(request: { readonly seed: number }): LoadedData
}

/** Calls that look at data. */
export interface LookCalls {
  summariseData(request: OfData): DatasetSummary
  thumbnails(request: OfData & ImageQuery): Thumbnails
  /** The numbers of all that match, in their order. */
  listImages(request: OfData & ImageSelection): { readonly images: Uint32Array<ArrayBuffer> }
  image(request: OfData & { readonly index: number }): FullImage
  statistics(request: OfData): DatasetStatistics
  /** Looks for leaks, duplicates and the like. */
  checkData(request: OfData): readonly Finding[]
  /** Every problem of the import as CSV. */
  problemsCsv(request: OfData): { readonly csv: string }
  previewAugmentation(request: OfData & AugmentationPreviewRequest): AugmentationPreview
}

/** Calls about the browser's own storage. */
export interface StorageCalls {
  storage(): StorageReport
  /** Keeps a dataset, with its choices. */
  keepDataset(request: OfData): StorageReport
  openStored(request: { readonly key: string }): LoadedData
  deleteStored(request: { readonly key: string }): StorageReport
  /** Forgets which kernels were the fastest: they are tried again in the next run. */
  forgetKernelChoices(): StorageReport
}

/** A call is refused with `badInput` when the engine let its dataset go, or when the choices are not for it. */
export interface DataCalls extends ImportCalls, LookCalls, StorageCalls {}
