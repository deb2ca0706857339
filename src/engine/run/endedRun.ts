/** A run that has ended: all that it takes to go on, and whether it can. */
import type { Checkpoint } from './loop/loop'
import type { RunPlace, RunRequest } from '../protocol/run'
import type { Dataset } from '../../data/dataset'
import { digestOf } from '../../data/digest'
import { whyNotContinue } from '../../model/continuation'
import type { Normalisation } from '../../model/training/normalisation'
import type { Recipe } from '../../model/training/recipe'
import type { Stack } from '../../model/graph/stack'
import type { DataChoices } from '../../model/dataChoices'
import { weightBytes } from '../../model/trainedModel'
import { CallFailure } from '../failures'

export interface EndedRun {
  readonly stack: Stack
  readonly recipe: Recipe
  readonly normalisation: Normalisation
  readonly choices: DataChoices
  /** What the choices made of the dataset: its digest, and its classes. */
  readonly data: { readonly digest: string; readonly classes: readonly string[] }
  readonly checkpoint: Checkpoint
  /** What it was trained on last, as `nameDevice` names it. Others may round otherwise. */
  readonly device: string
  /** Its training time so far. */
  readonly seconds: number
}

/** Bytes that it takes in memory. */
export function checkpointBytes({ checkpoint: { state, care } }: EndedRun): number {
  const { weights, moments, order } = state
  // Callbacks often keep the same weights.
  const kept = new Set([weights, ...moments, ...Object.values(care.kept).map((each) => each.weights)])
  const all = [...kept].reduce((sum, each) => sum + weightBytes(each), 0)
  return all + order.byteLength
}

/** @param steps of a whole epoch. */
export function placeOf({ epoch, soFar }: Checkpoint, steps: number): RunPlace {
  return soFar.steps === 0 && epoch > 1 ? { epoch: epoch - 1, step: steps, steps } : { epoch, step: soFar.steps, steps }
}

/**
 * @param epoch the one that it ended in.
 * @throws CallFailure when it can't go on as the request says.
 */
export async function requireContinuable(
  ended: EndedRun,
  epoch: number,
  request: RunRequest,
  dataset: Dataset,
): Promise<void> {
  const obstacle = whyNotContinue(ended, epoch, { ...request, choices: request.data })
  if (obstacle !== undefined) throw new CallFailure('badInput', obstacle)
  const isSame = ended.data.digest === (await digestOf(dataset)) && isSameList(ended.data.classes, dataset.classes)
  if (!isSame) throw new CallFailure('badInput', 'The run can’t go on with other data: start training anew.')
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at])
}
