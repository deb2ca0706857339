/** What the page asks of a training run, and is told of it: types only. */
import type { Stack } from '../../model/graph/stack'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { Recipe } from '../../model/training/recipe'

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
