/**
 * What is kept of a training run. A row of the list is small and by itself (`RunSummary`), so that hundreds are read at once; curves,
 * matrices, layers and recipe are its details. What a person adds are its marks. The engine writes summary and details as the run goes on,
 * and nobody but a person writes marks, so neither ever writes over the other.
 */
import type { Evaluation, LossAndAccuracy } from '../model/metrics/evaluation'
import type { Split } from '../model/split'
import type { EpochAnatomies } from './anatomies'
import type { RunBeginning } from './beginning'
import type { EpochMatrices } from './matrices'

/** Of summary and details. A change in the meaning of either is a new version, with a migration in `readRecord.ts`. */
export const RECORD_VERSION = 2

/** `running` is what it says until the engine writes otherwise; a run whose engine is gone was interrupted. */
export type KeptState = 'running' | 'finished' | 'stopped' | 'failed'

export interface RunDevice {
  /** `webgpu`, `processor`, `webgl` or `cpu`. */
  readonly backend: string
  /** `compiled`, `processor` or `tfjs`; absent until it is chosen. */
  readonly trainer?: string
  readonly adapter?: string
  readonly threads?: number
}

export interface RunSummary {
  readonly version: typeof RECORD_VERSION
  /** Given by the database: 1, 2, 3 and so on, never twice. */
  readonly number: number
  /** The run's own, the same in every browser that a project file brings it to. Runs of before there were such files get one when they are saved. */
  readonly id?: string
  /** The project file that it came from. Absent where it was trained in this browser. */
  readonly origin?: RunOrigin
  /** Milliseconds since 1970. */
  readonly started: number
  /** When the record was written last, which is the run's end where it has ended. */
  readonly written: number
  readonly state: KeptState
  /** Why it failed: one sentence. */
  readonly message?: string
  /** Why a callback ended it before its last epoch: `val_loss did not fall for 3 epochs`. */
  readonly stoppedEarly?: string
  /** What the model was called that it began from. Absent where all of its first weights were drawn. */
  readonly beganWith?: string
  readonly dataset: string
  readonly layers: number
  readonly parameters: number
  readonly optimizer: string
  readonly learningRate: number
  readonly batchSize: number
  /** That it was to train. */
  readonly epochs: number
  /** That have ended. */
  readonly epoch: number
  /** Of the last epoch that ended. */
  readonly train?: LossAndAccuracy
  readonly validation?: LossAndAccuracy
  readonly test?: LossAndAccuracy
  /** Of training, without pauses. */
  readonly seconds: number
  /** Absent before it had one. */
  readonly device?: RunDevice
  /** Bytes of its kept weights; absent where they are not kept. */
  readonly weightBytes?: number
  /** The epoch that the test and the kept weights are of, where that is not the last. */
  readonly weightsOf?: number
  /** Its recipe makes the moving average of the weights the model. Absent in records of before, whose details have it. */
  readonly averages?: true
  /** What the epoch of `weightsOf` came to. Absent in records of before, whose details have it. */
  readonly ofModel?: ModelFigures
}

export interface ModelFigures {
  readonly train: LossAndAccuracy
  readonly validation?: LossAndAccuracy
}

export interface RunOrigin {
  /** Its name. */
  readonly file: string
  /** The run's number where the file was saved. */
  readonly number: number
}

export interface EpochRecord {
  /** 1-based. */
  readonly epoch: number
  /** From Start to the end of the epoch, without pauses. */
  readonly seconds: number
  /** Means over the epoch while the weights move. */
  readonly train: LossAndAccuracy
  /** Of its last step. */
  readonly learningRate: number
  readonly validation?: LossAndAccuracy
  /** Of its training alone. Absent before version 2, and where nothing told it. */
  readonly imagesPerSecond?: number
  /** Of the validation images: counts by the rank of the true class, as `rankSlots` says. Absent before version 2. */
  readonly ranks?: readonly number[]
}

/** What a callback did to the run, or a person in its stead. */
export interface LogRecord {
  /** Position in epochs. */
  readonly epoch: number
  /** `Epoch 7: learning rate 0.0002`. */
  readonly message: string
  /** The learning rate changed, the run ended early, or weights of an earlier epoch were taken. Absent in records of before. */
  readonly did?: 'rate' | 'stop' | 'restore'
}

/** What is known of each training step. */
export const STEP_CURVES = ['loss', 'accuracy', 'learningRate', 'imagesPerSecond'] as const

export type StepCurve = (typeof STEP_CURVES)[number]

/**
 * Training steps in columns of equal length. A point is the mean over some neighbouring steps; `null` where none of them has a finite value.
 */
export interface RunCurve {
  /** Position in epochs. */
  readonly epoch: readonly number[]
  readonly seconds: readonly number[]
  readonly loss: readonly (number | null)[]
  readonly accuracy: readonly (number | null)[]
  readonly learningRate: readonly (number | null)[]
  /** While training, without pauses and looks at other images. Absent before version 2. */
  readonly imagesPerSecond?: readonly (number | null)[]
  /** How many steps each point stands for. */
  readonly steps: readonly number[]
  /** How many of them have a loss that is not a finite number. Absent before version 2. */
  readonly lost?: readonly number[]
  /** The smallest and the largest value of each point. Absent before version 2. */
  readonly ranges?: Readonly<
    Record<StepCurve, { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] }>
  >
}

export interface RunDataset {
  readonly name: string
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly classes: readonly string[]
  /** Images per class, in class order, for each split. */
  readonly perClass: Readonly<Record<Split, readonly number[]>>
  /** SHA-256 over pixels, labels and splits, in hexadecimal digits; records of before may lack it, and those of a run that has only begun. */
  readonly digest?: string
}

export interface RunDetails {
  readonly version: typeof RECORD_VERSION
  readonly number: number
  /** Layers and recipe, the seed included, as `serialiseProject` writes them: they have versions of their own. */
  readonly project: string
  readonly dataset: RunDataset
  /** The model that it began from. Absent where all of its first weights were drawn. */
  readonly beginning?: RunBeginning
  /** Images that it trains on and validates on, once they are dealt out. */
  readonly images?: { readonly train: number; readonly validation: number }
  readonly epochs: readonly EpochRecord[]
  readonly curve: RunCurve
  /** In order. */
  readonly log: readonly LogRecord[]
  /** The confusion matrices of the validation images after each epoch, or after some of them. Absent before version 2. */
  readonly matrices?: EpochMatrices
  /** The inside of the model after each epoch that was watched, or after some of them. Absent where none was. */
  readonly anatomies?: EpochAnatomies
  /** The last look at the validation images. */
  readonly validation?: Evaluation
  readonly test?: Evaluation
  /** The versions of Strata and of the browser. */
  readonly madeBy: { readonly strata: string; readonly browser: string }
}

/** What a person says of a run. */
export interface RunMarks {
  readonly name: string
  readonly tags: readonly string[]
  readonly note: string
  /** When it was deleted, in milliseconds since 1970: it is out of sight, and can come back for a day. */
  readonly deleted?: number
}

export const NO_MARKS: RunMarks = { name: '', tags: [], note: '' }

/** A run that stands as one version of a named model. */
export interface ModelVersion {
  readonly model: string
  /** 1, 2, 3 and so on for each model, never twice. */
  readonly version: number
  readonly run: number
  readonly note: string
  /** Milliseconds since 1970. */
  readonly registered: number
}

/** A row of the list. One that can't be read says why in a sentence, and the others are not touched by it. */
export type ListedRun = {
  readonly number: number
  readonly marks: RunMarks
} & (
  | {
      readonly summary: RunSummary
      /** As the summary says, except that a run without an engine was interrupted. */
      readonly state: KeptState | 'interrupted'
    }
  | { readonly problem: string }
)

export type ReadableRun = Extract<ListedRun, { summary: RunSummary }>

/** What a run is called: by its name, or by its number. */
export function titleOf({ number, marks }: Pick<ListedRun, 'number' | 'marks'>): string {
  return marks.name === '' ? `Run ${number}` : marks.name
}

/** In letters: what a table's heading has room for. */
const LONGEST_TITLE = 40

/** What each of some runs is called beside the others: a long name by its beginning, and one that another has too by its number as well. */
export function titlesOf(runs: readonly Pick<ListedRun, 'number' | 'marks'>[]): readonly string[] {
  const titles = runs.map((run) => shortened(titleOf(run)))
  return titles.map((title, at) =>
    titles.indexOf(title) === titles.lastIndexOf(title) ? title : `${title} (run ${runs[at]!.number})`,
  )
}

const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function shortened(title: string): string {
  if (title.length <= LONGEST_TITLE) return title
  const letters = Array.from(LETTERS.segment(title), ({ segment }) => segment)
  return letters.length <= LONGEST_TITLE ? title : `${letters.slice(0, LONGEST_TITLE - 1).join('')}…`
}
