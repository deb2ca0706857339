/**
 * The loss where it is for training alone, with what a later kernel needs for the metrics: each image's outcome. Nobody reads the state's
 * corrections for the optimizer meanwhile, so they are moved on here.
 */
import { COMMON } from '../buffers'
import type { Betas } from '../corrections'
import type { Facts } from './facts'
import { classificationLoss, type ClassificationLoss } from './step'

/** The facts of each kind. */
export const trainingLossOperations = { trainingLoss }

/** Losses, gradient and corrections. The outcomes are a part of the state's buffer. */
export interface TrainingLoss extends ClassificationLoss {
  /** What the corrections that move on follow from. */
  readonly betas: Betas | undefined
}

function trainingLoss(spec: TrainingLoss): Facts {
  const { reads, ...facts } = classificationLoss(spec)
  return { ...facts, reads: reads.filter((buffer) => buffer !== COMMON.state), writes: [COMMON.state, spec.gradient] }
}
