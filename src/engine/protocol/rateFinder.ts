/** The learning-rate finder: types only. */
import type { Stack } from '../../model/graph/stack'
import type { DataChoices } from '../../model/dataChoices'
import type { FirstModel } from './run'
import type { SweepEnding, SweepPoints } from '../../model/training/rateFinder'
import type { Recipe } from '../../model/training/recipe'

export interface FindRateRequest {
  readonly stack: Stack
  /** Its learning rate and its schedule make no difference. */
  readonly recipe: Recipe
  readonly data: DataChoices
  /** A model to begin with, as a run begins. Without, the first weights are the recipe's. */
  readonly from?: FirstModel
}

export interface RateSweep {
  readonly points: SweepPoints
  /** How many steps it was to have: as many as the time allows. */
  readonly planned: number
  readonly ended: SweepEnding
  /** Of all of it, in seconds. */
  readonly seconds: number
}

/** Sent while a sweep goes on: what it has so far. */
export interface RateProgress {
  readonly type: 'rateProgress'
  readonly points: SweepPoints
  readonly planned: number
}

export interface RateFinderCalls {
  /**
   * Sends `rateProgress`. Trains a new model of this stack, from the first weights of a run, over growing learning rates, within a minute and
   * beside all models and runs. Refused while a run or a test has the device, with `badInput` where stack, recipe or data can't be trained, and
   * with `device` where too few steps fit in the minute.
   */
  findRate(request: FindRateRequest): RateSweep
}
