/** A run that has ended: all that it takes to go on, and whether it can. */
import type { Checkpoint } from './loop/loop'
import type { RunPlace, RunRequest } from '../protocol/run'
import type { Dataset } from '../../data/dataset'
import { whyNotContinue } from '../../model/continuation'
import type { Normalisation } from '../../model/training/normalisation'
import type { Recipe } from '../../model/training/recipe'
import type { Stack } from '../../model/graph/stack'
import type { DataChoices } from '../../model/dataChoices'
import { weightBytes } from '../../model/trainedModel'
import { CallFailure } from '../failures'
import { isMarked, type DataMark } from './dataMark'

export interface EndedRun {
  readonly stack: Stack
  readonly recipe: Recipe
  readonly normalisation: Normalisation
  readonly choices: DataChoices
  /** What the choices made of the dataset. */
  readonly data: DataMark
  readonly checkpoint: Checkpoint
  /** Its training time so far. */
  readonly seconds: number
}

/** Bytes that it takes in memory. */
export function checkpointBytes({ checkpoint: { state, care } }: EndedRun): number {
  const { weights, moments, counters, order } = state
  // Callbacks often keep the same weights.
  const kept = new Set([weights, ...Object.values(care.kept).map((each) => each.weights)])
  const all = [...kept].reduce((sum, each) => sum + weightBytes(each), 0)
  return all + moments.byteLength + counters.byteLength + order.byteLength
}

/** @param steps of a whole epoch. */
export function placeOf({ epoch, soFar }: Checkpoint, steps: number): RunPlace {
  return soFar.steps === 0 && epoch > 1 ? { epoch: epoch - 1, step: steps, steps } : { epoch, step: soFar.steps, steps }
}

/**
 * @param epoch the one that it ended in.
 * @throws CallFailure when it can't go on as the request says.
 */
export function requireContinuable(ended: EndedRun, epoch: number, request: RunRequest, dataset: Dataset): void {
  const obstacle = whyNotContinue(ended, epoch, { ...request, choices: request.data })
  if (obstacle !== undefined) throw new CallFailure('badInput', obstacle)
  if (!isMarked(ended.data, dataset))
    throw new CallFailure('badInput', 'The run can’t go on with other data: start training anew.')
}
