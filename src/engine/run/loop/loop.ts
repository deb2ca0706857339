/** What the parts of the run loop share: what is to be done, how far it is, and how fast it went. */
import type { Weights } from '../../../model/graph/weights'
import type { Evaluation } from '../../../model/metrics/evaluation'
import type { Recipe } from '../../../model/training/recipe'
import type { RunEvent, RunPlace } from '../../protocol/run'
import type { StepLook, Trainer, TrainerState } from '../../trainer'
import { NO_CARE, type Care } from './care'
import type { Examples } from './examples'
import type { Gate } from './gate'
import { createPassPace } from './passOver'
import type { Pace } from './pace'
import { createPace } from './pace'
import { NOTHING_YET, type EpochSoFar } from './stepLog'
import type { Watcher } from './watcher'

/** What the loop yields: what the page is told, and what the worker keeps. */
export type LoopEvent =
  | Extract<
      RunEvent,
      { type: 'progress' | 'paused' | 'resumed' | 'points' | 'epochEnd' | 'callback' | 'anatomy' | 'anatomyFailed' }
    >
  /** A step by itself. */
  | {
      readonly type: 'looked'
      /** After the step. */
      readonly place: RunPlace
      readonly look: StepLook
      readonly learningRate: number
      readonly before: Weights
      readonly after: Weights
    }
  /** A place to go on from: the beginning of the next epoch, or one within an epoch. All that was done up to there was told before. */
  | { readonly type: 'saved'; readonly checkpoint: Checkpoint }

export type RunEnd =
  | {
      readonly kind: 'finished'
      readonly checkpoint: Checkpoint
      readonly test?: Evaluation
      /** Why it ended before its last epoch. */
      readonly stoppedEarly?: string
      /** The epoch that the model's weights are of, where that is not the last. */
      readonly weightsOf?: number
      /** The epoch whose weights a run that goes on begins with, where that is not the last. */
      readonly restored?: number
    }
  /** Without a checkpoint when it was stopped before the first step. */
  | { readonly kind: 'stopped'; readonly checkpoint?: Checkpoint }
  /** The numbers went wrong. The weights are those of the last checkpoint, when there was one. */
  | { readonly kind: 'failed'; readonly message: string; readonly weights?: Weights }

/** Where a run stands, with everything that the next steps depend on. */
export interface Checkpoint {
  /** 1-based: the epoch that it is in, or is about to begin. */
  readonly epoch: number
  readonly soFar: EpochSoFar
  readonly state: TrainerState
  readonly care: Care
}

export interface Run {
  /** It has the run's first weights loaded already, or its state restored. */
  readonly trainer: Trainer
  /** Where the run goes on from. Absent when it begins. */
  readonly from?: Checkpoint
  readonly examples: Examples
  readonly recipe: Recipe
  readonly gate: Gate
  /** Aborted by Stop. */
  readonly signal: AbortSignal
  /** Milliseconds from one checkpoint to the next, at least; a second unless told otherwise. The first epoch and the last end with one in any case. */
  readonly saveEvery?: number | undefined
  /** Milliseconds within an epoch from one checkpoint to the next; a minute unless told otherwise. */
  readonly saveWithin?: number | undefined
  /** Looks inside the model behind each epoch, while it watches. */
  readonly watcher?: Watcher
}

/** A run in progress. */
export interface Loop {
  readonly run: Run
  /** Of a whole epoch. */
  readonly steps: number
  readonly firstEpoch: number
  /** 1-based; one more than the recipe's when all have ended. */
  epoch: number
  soFar: EpochSoFar
  /** Steps of this epoch that were queued. */
  queued: number
  /** Of the epoch's steps, while it trains. */
  rates: Float32Array | undefined
  care: Care
  /** The weights before the epoch's last step, from then on until it has ended, while somebody watches. */
  beforeLast: Weights | undefined
  /** Weights that the model gets back, now that training is over. */
  restores: Weights | undefined
  /** Where the run could go on from. */
  checkpoint: Checkpoint | undefined
  /** The checkpoint that was told of last. */
  passedOn: Checkpoint | undefined
  /** Whether steps were done since `checkpoint`. */
  moved: boolean
  readonly pace: Pace
  /** Of images that are looked at without training. */
  readonly evaluationPace: Pace
  /** When the last report was made, and the last checkpoint, in milliseconds. */
  told: number
  saved: number
}

export function createLoop(run: Run): Loop {
  const { from, examples, recipe } = run
  const firstEpoch = from?.epoch ?? 1
  return {
    run,
    steps: Math.ceil(examples.train.length / recipe.batchSize),
    firstEpoch,
    epoch: firstEpoch,
    soFar: from?.soFar ?? NOTHING_YET,
    queued: from?.soFar.steps ?? 0,
    rates: undefined,
    care: from?.care ?? NO_CARE,
    beforeLast: undefined,
    restores: undefined,
    checkpoint: from,
    passedOn: from,
    moved: false,
    pace: createPace(() => performance.now()),
    evaluationPace: createPassPace(),
    told: performance.now(),
    saved: performance.now(),
  }
}
