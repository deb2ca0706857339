/**
 * One training run on a device, from Start to its outcome. What was trained up to the end of an epoch outlives the device: when that is
 * lost, the run goes on by itself on a new one, once.
 */
import type { Dataset } from '../../data/dataset'
import type { TrainedModel } from '../../interop/tensorflowjs/writeModelJson'
import { initialWeights, type Weights } from '../../model/initialWeights'
import type { EngineEvent, RunOutcome, RunRequest, TrainerChoice } from '../protocol'
import { describeFailure, DeviceFailure } from './callFailure'
import { requireRecipe, requireTrainable } from './checks'
import type { Device } from './device'
import { examplesOf } from './examples'
import type { Gate } from './gate'
import type { OpenTrainer } from './openTrainer'
import { runTraining, type EpochEnd, type RunEnd, type RunEvent } from './runLoop'
import { createStopwatch } from './stopwatch'
import { shapeOf, summariseModel } from './summariseModel'
import { unlessAborted } from './unlessAborted'
import { withTrainer } from './withTrainer'

export interface TrainingRun {
  readonly request: RunRequest
  readonly dataset: Dataset
  /** Opens a new device when the last one is lost. */
  readonly openDevice: () => Promise<Device>
  readonly gate: Gate
  /** Aborted by Stop. */
  readonly stop: AbortSignal
  readonly emit: (event: EngineEvent) => void
}

export interface Trained {
  readonly outcome: RunOutcome
  /** Absent when the run came to nothing: the model is then the one before. */
  readonly model?: TrainedModel
}

/** The last epoch that ended well, and which trainer it was on. */
interface Saved extends EpochEnd {
  readonly trainer: TrainerChoice['trainer']
}

/** @throws CallFailure with code `badInput` when the stack or the recipe can't be trained on the dataset. */
export async function trainModel(run: TrainingRun): Promise<Trained> {
  const { request, dataset, openDevice, gate, stop, emit } = run
  const { runId, stack, recipe } = request
  const data = shapeOf(dataset)
  requireTrainable(stack, data)
  requireRecipe(recipe, dataset)
  const examples = examplesOf(dataset, recipe.validationSplit, recipe.seed)
  const subject = { stack, data, recipe, classes: dataset.classes }
  const watch = createStopwatch(() => performance.now())
  let saved: Saved | undefined
  let prepared = false

  const tellPrepared = (): void => {
    if (prepared) return
    prepared = true
    emit({
      type: 'runPrepared',
      runId,
      trainImages: examples.train.length,
      validationImages: examples.validation.length,
      model: summariseModel(subject),
    })
  }

  const load = ({ driver, trainer }: OpenTrainer): void => {
    if (!saved) driver.loadWeights(initialWeights(stack, data, recipe.seed))
    else if (saved.trainer === trainer) driver.restoreCheckpoint(saved.checkpoint)
    else driver.loadWeights(saved.checkpoint.weights)
  }

  const hear = (event: RunEvent, opened: OpenTrainer): void => {
    if (event.type === 'paused') watch.pause()
    if (event.type === 'resumed') watch.resume()
    if (event.type === 'epochEnd') {
      saved = { epoch: event.epoch, checkpoint: event.checkpoint, trainer: opened.trainer }
    }
    emit(toEngineEvent(runId, event))
    if (event.type === 'progress') emit({ type: 'memory', gpuBytes: opened.allocatedBytes() })
  }

  /** Trains from what is saved to the end, as far as the device goes along. */
  const attempt = async (recovering: boolean): Promise<RunEnd> => {
    const device = await unlessAborted(openDevice(), stop)
    const end = await withTrainer<RunEnd>(device, dataset, subject, stop, async (opened, failed) => {
      const { driver: trainer, reason } = opened
      emit({
        type: 'trainerChosen',
        choice: { trainer: opened.trainer, ...(reason === undefined ? {} : { reason }) },
      })
      load(opened)
      tellPrepared()
      if (recovering) {
        watch.resume()
        emit({ type: 'runRecovered', runId, epoch: saved?.epoch ?? 0, message: sayRecovered(saved) })
      }
      const signal = AbortSignal.any([stop, failed])
      const loop = runTraining({ trainer, examples, recipe, gate, signal, ...(saved ? { from: saved } : {}) })
      for (;;) {
        const { done, value } = await loop.next()
        // What a failed device still says is void.
        failed.throwIfAborted()
        if (done) return value
        hear(value, opened)
      }
    })
    emit({ type: 'memory', gpuBytes: device.backend.allocatedBytes() })
    return end
  }

  const modelOf = (weights: Weights | undefined): Pick<Trained, 'model'> =>
    weights ? { model: { ...subject, weights } } : {}

  try {
    const end = await attempt(false).catch((error: unknown) => {
      if (!(error instanceof DeviceFailure && error.lost) || stop.aborted) throw error
      return attempt(true)
    })
    return { outcome: outcomeOf(end, watch.seconds), ...modelOf(end.weights) }
  } catch (error) {
    const kept = modelOf(saved?.checkpoint.weights)
    if (stop.aborted) {
      const { seconds } = watch
      const steps = Math.ceil(examples.train.length / recipe.batchSize)
      const place = saved ? { epoch: saved.epoch, step: steps } : { epoch: 1, step: 0 }
      return { outcome: { kind: 'stopped', seconds, ...place }, ...kept }
    }
    const { message } = describeFailure(error, stop)
    return { outcome: { kind: 'failed', message, trained: saved !== undefined }, ...kept }
  }
}

function outcomeOf(end: RunEnd, seconds: number): RunOutcome {
  switch (end.kind) {
    case 'finished':
      return { kind: 'finished', seconds, ...(end.test ? { test: end.test } : {}) }
    case 'stopped':
      return { kind: 'stopped', seconds, epoch: end.epoch, step: end.step }
    case 'failed':
      return { kind: 'failed', message: end.message, trained: end.weights !== undefined }
  }
}

function sayRecovered(saved: EpochEnd | undefined): string {
  return saved
    ? `The graphics device was lost; training went on from the end of epoch ${saved.epoch} on a new one.`
    : 'The graphics device was lost; training began again on a new one.'
}

function toEngineEvent(runId: number, event: RunEvent): EngineEvent {
  switch (event.type) {
    case 'progress':
      return { ...event, type: 'runProgress', runId }
    case 'paused':
      return { type: 'runPaused', runId }
    case 'resumed':
      return { type: 'runResumed', runId }
    case 'points':
      return { ...event, type: 'trainPoints', runId }
    case 'epochEnd': {
      const { checkpoint: _, ...told } = event
      return { ...told, runId }
    }
  }
}
