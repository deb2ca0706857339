/** What changes of a run's record as the run goes on, and at its end. */
import type { Evaluation } from '../../model/metrics/evaluation'
import type { EpochRecord, RunDetails, RunSummary } from '../../runs/record'
import type { RunOutcome } from '../protocol/run'

export type Progress = Pick<
  RunSummary,
  | 'state'
  | 'message'
  | 'stoppedEarly'
  | 'weightsOf'
  | 'epoch'
  | 'train'
  | 'validation'
  | 'test'
  | 'device'
  | 'weightBytes'
> &
  Pick<RunDetails, 'images'> & {
    readonly lastLook?: RunDetails['validation']
    readonly lastTest?: RunDetails['test']
  }

export function figuresOf(epoch: EpochRecord | undefined): Pick<RunSummary, 'train' | 'validation'> {
  if (!epoch) return {}
  return { train: epoch.train, ...(epoch.validation && { validation: epoch.validation }) }
}

export function withoutFigures(progress: Progress): Progress {
  const { train: _, validation: __, ...rest } = progress
  return rest
}

/** What only a run that has ended has. */
export function endingOf(outcome: RunOutcome): Partial<Progress> {
  if (outcome.kind === 'failed') return { message: outcome.message }
  const ofWeights = outcome.weightsOf === undefined ? {} : { weightsOf: outcome.weightsOf }
  if (outcome.kind === 'stopped') return ofWeights
  const { stoppedEarly, test } = outcome
  return {
    ...ofWeights,
    ...(stoppedEarly !== undefined && { stoppedEarly }),
    ...(test && asTest(test)),
  }
}

/** What a model came to on the test images. */
export function asTest(test: Evaluation): Pick<Progress, 'test' | 'lastTest'> {
  return { test: { loss: test.loss, accuracy: test.accuracy }, lastTest: test }
}

/** Of a record that was kept. */
export function progressOf({
  summary,
  details,
}: {
  readonly summary: RunSummary
  readonly details: RunDetails
}): Progress {
  const { state, message, stoppedEarly, weightsOf, epoch, train, validation, test, device, weightBytes } = summary
  const { images, validation: lastLook, test: lastTest } = details
  return {
    state,
    epoch,
    ...(message !== undefined && { message }),
    ...(stoppedEarly !== undefined && { stoppedEarly }),
    ...(weightsOf !== undefined && { weightsOf }),
    ...(train && { train }),
    ...(validation && { validation }),
    ...(test && { test }),
    ...(device && { device }),
    ...(weightBytes !== undefined && { weightBytes }),
    ...(images && { images }),
    ...(lastLook && { lastLook }),
    ...(lastTest && { lastTest }),
  }
}

/** Of a run that goes on. */
export function withoutEnding(progress: Progress): Progress {
  const { message: _, stoppedEarly: __, weightsOf: ___, test: ____, lastTest: _____, ...rest } = progress
  return rest
}
