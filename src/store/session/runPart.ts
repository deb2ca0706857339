/** The run on show: what it is doing, and what it told last. Its curves are in the metrics, under its id. */
import type { ModelSummary } from '../../engine/protocol/model'
import type { RunPlace, RunProgress, SeenBatch } from '../../engine/protocol/run'
import { NO_DATA, type DataChoices } from '../../model/dataChoices'
import type { RunBeginning } from '../../runs/beginning'
import type { Evaluation } from '../../model/metrics/evaluation'

export type RunState =
  | { readonly status: 'idle' }
  | {
      readonly status: 'preparing' | 'compiling' | 'running' | 'paused' | 'stopping'
      readonly runId: number
      /** How many programs are compiled before the first step. */
      readonly kernels?: number
      readonly progress?: RunProgress
    }
  | {
      readonly status: 'done'
      readonly runId: number
      readonly ending: 'finished' | 'stopped'
      readonly seconds: number
      /** Why a callback ended it before its last epoch. */
      readonly early?: string
      /** The epoch whose weights it goes on from, where that is not the last. */
      readonly restored?: number
      /** The epoch that the model's weights are of, where that is not the last. */
      readonly weightsOf?: number
      readonly progress?: RunProgress
      /** Where it can go on from. */
      readonly place?: RunPlace
    }
  | {
      readonly status: 'failed'
      readonly runId: number
      readonly message: string
      /** The numbers of the training became infinite. */
      readonly diverged?: true
      readonly progress?: RunProgress
      readonly place?: RunPlace
    }

export interface RunPart {
  readonly state: RunState
  /** The model that it began from; absent until it is prepared, and where its first weights were drawn. */
  readonly beginning: RunBeginning | undefined
  /** How many images the run trains and validates on. */
  readonly images: { readonly train: number; readonly validation: number } | undefined
  /** The latest look at the validation images, at the end of `epoch`. */
  readonly validation: (Evaluation & { readonly epoch: number }) | undefined
  /** What it trains on, and how that is called. */
  readonly data: DataChoices
  readonly dataName: string
  /** One batch is trained on by itself, or about to be. */
  readonly stepping: boolean
  /** The last batch that was trained on by itself. */
  readonly batch: SeenBatch | undefined
  /** Why its inside is not watched, though somebody wished for it: one sentence. */
  readonly watchTrouble: string | undefined
  /** Its number in the list of runs; absent until it is recorded there. */
  readonly number: number | undefined
  /** The model that it makes; absent until it is prepared. */
  readonly model: ModelSummary | undefined
}

export function emptyRun(): RunPart {
  return {
    state: { status: 'idle' },
    beginning: undefined,
    images: undefined,
    validation: undefined,
    data: NO_DATA,
    dataName: '',
    stepping: false,
    batch: undefined,
    watchTrouble: undefined,
    number: undefined,
    model: undefined,
  }
}

export type OngoingRun = Exclude<RunState, { status: 'idle' } | { status: 'done' } | { status: 'failed' }>

/** True from Start until something was trained. */
export function isBeforeFirstStep({ status }: RunState): boolean {
  return status === 'preparing' || status === 'compiling'
}

/** True while a run holds the engine: from Start until it has ended. */
export function isTraining(run: RunState): run is OngoingRun {
  return run.status !== 'idle' && run.status !== 'done' && run.status !== 'failed'
}
