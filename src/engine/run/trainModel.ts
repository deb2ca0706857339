/**
 * One training run, from Start or Continue to its outcome. Epochs that ended outlive the device: when it is lost, the run goes on by itself
 * on a new one, once. A run that has ended can go on later, to the same weights bit for bit.
 */
import type { Weights } from '../../model/graph/weights'
import type { TrainedModel } from '../../model/trainedModel'
import { describeFailure, DeviceFailure } from '../failures'
import type { RunOutcome, RunPlace } from '../protocol/run'
import { placeOf, type EndedRun } from './endedRun'
import { epochOfModel, modelWeights } from './loop/care'
import type { RunEnd } from './loop/loop'
import { createTraining, endedRunOf, type Training, type TrainingRun } from './training'
import { trainOnDevice } from './trainOnDevice'

export interface Trained {
  readonly outcome: RunOutcome
  /** Absent when the run came to nothing: the model is then the one before. */
  readonly model?: TrainedModel
  /** Absent when there is nothing to go on from. */
  readonly ended?: EndedRun
}

/** @throws CallFailure as `createTraining`. */
export async function trainModel(run: TrainingRun): Promise<Trained> {
  const training = await createTraining(run)
  try {
    return describeEnd(training, await trainToTheEnd(training))
  } catch (error) {
    if (run.stop.aborted) return describeStop(training)
    const { message } = describeFailure(error, run.stop)
    const trained = training.checkpoint !== undefined
    return { outcome: { kind: 'failed', message, trained, ...placeIn(training) }, ...keep(training) }
  }
}

async function trainToTheEnd(training: Training): Promise<RunEnd> {
  try {
    return await trainOnDevice(training, false)
  } catch (error) {
    if (!(error instanceof DeviceFailure && error.lost) || training.run.stop.aborted) throw error
    return trainOnDevice(training, true)
  }
}

function describeEnd(training: Training, end: RunEnd): Trained {
  const { watch, steps } = training
  switch (end.kind) {
    case 'finished': {
      const { kind, test, checkpoint, stoppedEarly, weightsOf, restored } = end
      const outcome = {
        kind,
        seconds: watch.seconds,
        place: placeOf(checkpoint, steps),
        ...(test && { test }),
        ...(stoppedEarly !== undefined && { stoppedEarly }),
        ...(weightsOf !== undefined && { weightsOf }),
        ...(restored !== undefined && { restored }),
      }
      return { outcome, ...keep(training) }
    }
    case 'stopped':
      return describeStop(training)
    case 'failed':
      // It would fail in the same way again, so there is nowhere to go on from.
      return {
        outcome: { kind: 'failed', message: end.message, trained: end.weights !== undefined, diverged: true },
        ...modelOf(training, end.weights),
      }
  }
}

function describeStop(training: Training): Trained {
  const { checkpoint, steps, watch } = training
  const weightsOf = checkpoint && epochOfModel(checkpoint.care, placeOf(checkpoint, steps))
  const outcome = { kind: 'stopped', seconds: watch.seconds, ...placeIn(training) } as const
  return { outcome: { ...outcome, ...(weightsOf !== undefined && { weightsOf }) }, ...keep(training) }
}

function placeIn({ checkpoint, steps }: Training): { readonly place?: RunPlace } {
  return checkpoint ? { place: placeOf(checkpoint, steps) } : {}
}

/** The model that the run has come to, and what it takes to go on from there. */
function keep(training: Training): Pick<Trained, 'model' | 'ended'> {
  const ended = endedRunOf(training)
  return ended ? { ...modelOf(training, modelWeights(ended.checkpoint, ended.recipe)), ended } : {}
}

function modelOf({ run, data, normalisation }: Training, weights: Weights | undefined): Pick<Trained, 'model'> {
  if (!weights || !normalisation) return {}
  const { stack, recipe } = run.request
  return { model: { stack, data, recipe, classes: run.dataset.classes, normalisation, weights } }
}
