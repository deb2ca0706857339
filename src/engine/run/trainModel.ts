/**
 * One training run on a device, from Start or Continue to its outcome. What was trained up to the end of an epoch outlives the device: when
 * that is lost, the run goes on by itself on a new one, once. Where a run ended, it can go on later, to the same weights bit for bit.
 */
import type { LoopEvent, RunEnd } from './loopState'
import type { DeviceEvent } from '../protocol/device'
import type { RunEvent, RunOutcome, RunPlace, RunRequest } from '../protocol/run'
import type { TrainedModel } from '../../model/trainedModel'
import { initialWeights } from '../../model/graph/initialise'
import type { Weights } from '../../model/graph/weights'
import type { Dataset } from '../../data/dataset'
import { unlessAborted } from '../../common/unlessAborted'
import { describeFailure, DeviceFailure } from '../failures'
import { requireRecipe, requireTrainable } from './checks'
import { markOf } from './dataMark'
import type { Device } from '../device/openDevice'
import { placeOf, requireContinuable, type EndedRun } from './endedRun'
import { examplesOf } from './examples'
import type { Gate } from './gate'
import { classWeightsOf, normalisationOf } from './measureTrainImages'
import type { OpenTrainer } from '../trainers/openTrainer'
import { runTraining } from './runLoop'
import { createStopwatch } from './stopwatch'
import { shapeOf, summariseModel } from './summariseModel'
import { withTrainer } from './withTrainer'

export interface TrainingRun {
  readonly request: RunRequest
  readonly dataset: Dataset
  /** The id of the model that it makes. */
  readonly modelId: number
  /** The run that is to go on; without it, one begins. */
  readonly from?: EndedRun
  /** Opens a new device when the last one is lost. */
  readonly openDevice: () => Promise<Device>
  readonly gate: Gate
  /** Aborted by Stop. */
  readonly stop: AbortSignal
  readonly emit: (event: RunEvent) => void
  readonly emitDevice: (event: DeviceEvent) => void
}

export interface Trained {
  readonly outcome: RunOutcome
  /** Absent when the run came to nothing: the model is then the one before. */
  readonly model?: TrainedModel
  /** Absent when there is nothing to go on from. */
  readonly ended?: EndedRun
}

/** @throws CallFailure with code `badInput` when the stack or the recipe can't be trained on the dataset, or the run can't go on with them. */
export async function trainModel(run: TrainingRun): Promise<Trained> {
  const { request, dataset, modelId, from, openDevice, gate, stop, emit, emitDevice } = run
  const { stack, recipe } = request
  const data = shapeOf(dataset)
  requireTrainable(stack, data)
  requireRecipe(recipe, dataset)
  const examples = examplesOf(dataset, recipe.validationSplit, recipe.seed)
  const subject = { stack, data, recipe, classes: dataset.classes }
  const steps = Math.ceil(examples.train.length / recipe.batchSize)
  if (from) requireContinuable(from, placeOf(from.saved, steps).epoch, request, dataset)
  const watch = createStopwatch(() => performance.now(), from?.seconds)
  let normalisation = from?.normalisation
  let saved = from?.saved
  let prepared = false

  const tellPrepared = (): void => {
    if (prepared) return
    prepared = true
    emit({
      type: 'prepared',
      trainImages: examples.train.length,
      validationImages: examples.validation.length,
      model: summariseModel(modelId, subject),
    })
  }

  const load = ({ trainer, kind }: OpenTrainer): void => {
    if (!saved) trainer.loadWeights(initialWeights(stack, data, recipe.seed))
    else if (saved.trainer === kind) trainer.restoreCheckpoint(saved.checkpoint)
    else {
      trainer.loadWeights(saved.checkpoint.weights)
      trainer.beginEpoch(saved.checkpoint.order)
    }
  }

  const hear = (event: LoopEvent, opened: OpenTrainer): void => {
    if (event.type === 'saved') {
      saved = { ...event.point, trainer: opened.kind }
      return
    }
    if (event.type === 'paused') watch.pause()
    if (event.type === 'resumed') watch.resume()
    emit(event)
    if (event.type === 'progress') emitDevice({ type: 'memory', gpuBytes: opened.allocatedBytes() })
  }

  /** Trains from what is saved to the end, as far as the device goes along. */
  const attempt = async (recovering: boolean): Promise<RunEnd> => {
    normalisation ??= await normalisationOf(recipe, dataset, examples.train, stop)
    const trained = { ...subject, normalisation, ...classWeightsOf(recipe, examples) }
    const device = await unlessAborted(openDevice(), stop)
    const work = async (opened: OpenTrainer, failed: AbortSignal): Promise<RunEnd> => {
      const { trainer, reason } = opened
      emitDevice({
        type: 'trainerChosen',
        choice: { trainer: opened.kind, ...(reason === undefined ? {} : { reason }) },
      })
      load(opened)
      tellPrepared()
      if (recovering) {
        watch.resume()
        const place = saved && placeOf(saved, steps)
        emit({ type: 'recovered', ...(place ? { place } : {}), message: sayRecovered(place, device, gate) })
      }
      const signal = AbortSignal.any([stop, failed])
      const loop = runTraining({ trainer, examples, recipe, gate, signal, ...(saved ? { from: saved } : {}) })
      for (;;) {
        const { done, value } = await loop.next()
        // What a failed device still says is void.
        failed.throwIfAborted()
        if (done) {
          if (value.kind !== 'failed' && value.point) saved = { ...value.point, trainer: opened.kind }
          return value
        }
        hear(value, opened)
      }
    }
    const onCompile = (kernels: number): void => emit({ type: 'compiling', kernels })
    const end = await withTrainer(device, dataset, trained, stop, work, onCompile)
    emitDevice({ type: 'memory', gpuBytes: device.backend.allocatedBytes() })
    return end
  }

  const modelOf = (weights: Weights | undefined): Pick<Trained, 'model'> =>
    weights && normalisation ? { model: { ...subject, normalisation, weights } } : {}

  const place = (): { readonly place?: RunPlace } => (saved ? { place: placeOf(saved, steps) } : {})

  /** The model that the run has come to, and what it takes to go on from there. */
  const keep = (): Pick<Trained, 'model' | 'ended'> =>
    saved && normalisation
      ? {
          ...modelOf(saved.checkpoint.weights),
          ended: { stack, recipe, normalisation, data: markOf(dataset), saved, seconds: watch.seconds },
        }
      : {}

  const stopped = (): Trained => ({ outcome: { kind: 'stopped', seconds: watch.seconds, ...place() }, ...keep() })

  try {
    const end = await attempt(false).catch((error: unknown) => {
      if (!(error instanceof DeviceFailure && error.lost) || stop.aborted) throw error
      return attempt(true)
    })
    const { seconds } = watch
    switch (end.kind) {
      case 'finished': {
        const { test, point } = end
        return {
          outcome: { kind: 'finished', seconds, place: placeOf(point, steps), ...(test ? { test } : {}) },
          ...keep(),
        }
      }
      case 'stopped':
        return stopped()
      case 'failed':
        // It would fail in the same way again, so that there is nowhere to go on from.
        return {
          outcome: { kind: 'failed', message: end.message, trained: end.weights !== undefined },
          ...modelOf(end.weights),
        }
    }
  } catch (error) {
    if (stop.aborted) return stopped()
    const { message } = describeFailure(error, stop)
    return { outcome: { kind: 'failed', message, trained: saved !== undefined, ...place() }, ...keep() }
  }
}

function sayRecovered(place: RunPlace | undefined, { backend }: Device, { closed: isPaused }: Gate): string {
  const successor = backend.name === 'cpu' ? 'the processor' : 'a new one'
  const from = place && describePlace(place)
  const how = isPaused
    ? `training is still paused, and Resume ${from === undefined ? 'begins again' : `goes on from ${from}`}`
    : `training ${from === undefined ? 'began again' : `went on from ${from}`}`
  return `The graphics device was lost; ${how} on ${successor}.`
}

function describePlace({ epoch, step, steps }: RunPlace): string {
  return step === steps ? `the end of epoch ${epoch}` : `step ${step} of epoch ${epoch}`
}
