/**
 * The loss where it is for training alone, with what a later kernel needs for the metrics: each image's outcome. Nobody reads meanwhile
 * what the state has for the optimizer, so it is moved on here.
 */
import { COMMON } from '../buffers'
import type { Progress } from '../corrections'
import type { Facts } from './facts'
import { classificationLoss, type ClassificationLoss } from './step'

/** The facts of each kind. */
export const trainingLossOperations = { trainingLoss }

/** Losses, gradient and corrections. The outcomes are a part of the state's buffer. */
export interface TrainingLoss extends ClassificationLoss {
  /** What of the state moves on for the update. */
  readonly progress: Progress | undefined
}

function trainingLoss(spec: TrainingLoss): Facts {
  const { reads, ...facts } = classificationLoss(spec)
  return { ...facts, reads: reads.filter((buffer) => buffer !== COMMON.state), writes: [COMMON.state, spec.gradient] }
}
