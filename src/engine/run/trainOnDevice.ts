/** The part of a run that one device sees: from its checkpoint, or the beginning, to the end or to the device's failure. */
import { unlessAborted } from '../../common/unlessAborted'
import { initialWeights } from '../../model/graph/initialise'
import type { BackendName } from '../protocol/device'
import type { RunPlace } from '../protocol/run'
import type { OpenTrainer } from '../trainers/openTrainer'
import { describeBatch } from './describeBatch'
import { placeOf } from './endedRun'
import type { Gate } from './loop/gate'
import type { LoopEvent, RunEnd } from './loop/loop'
import { classWeightsOf, normalisationOf } from './measureTrainImages'
import { runTraining } from './loop/runLoop'
import { summariseModel } from './summariseModel'
import type { Training } from './training'
import { withTrainer } from './withTrainer'

/**
 * @param recovering whether another device was lost before.
 * @throws DeviceFailure. The training's checkpoint is then the last one that was saved.
 */
export async function trainOnDevice(training: Training, recovering: boolean): Promise<RunEnd> {
  const { run, data, examples } = training
  const { stack, recipe } = run.request
  training.normalisation ??= await normalisationOf(recipe, run.dataset, examples.train, run.stop)
  const { normalisation } = training
  const subject = { stack, data, recipe, normalisation, ...classWeightsOf(recipe, examples) }
  const lost = recovering ? training.backend : undefined
  const device = await unlessAborted(run.openDevice(), run.stop)
  training.backend = device.backend.name
  const work = (opened: OpenTrainer, failed: AbortSignal): Promise<RunEnd> => {
    const { kind, reason } = opened
    run.emitDevice({ type: 'trainerChosen', choice: { trainer: kind, ...(reason === undefined ? {} : { reason }) } })
    load(training, opened)
    tellPrepared(training)
    tellWhereItGoesOn(training, opened, lost)
    return follow(training, opened, failed)
  }
  const onCompile = (kernels: number): void => run.emit({ type: 'compiling', kernels })
  const end = await withTrainer(device, run.dataset, subject, run.stop, work, onCompile)
  run.emitDevice({ type: 'memory', deviceBytes: device.backend.allocatedBytes() })
  return end
}

function load({ run, data, checkpoint }: Training, { trainer, kind }: OpenTrainer): void {
  const { stack, recipe } = run.request
  if (!checkpoint) trainer.loadWeights(initialWeights(stack, data, recipe.seed))
  else if (checkpoint.state.kind === kind) trainer.restoreState(checkpoint.state)
  else {
    trainer.loadWeights(checkpoint.state.weights)
    trainer.beginEpoch(checkpoint.state.order)
  }
}

function tellPrepared(training: Training): void {
  if (training.prepared) return
  training.prepared = true
  const { run, data, examples } = training
  const { stack, recipe } = run.request
  run.emit({
    type: 'prepared',
    trainImages: examples.train.length,
    validationImages: examples.validation.length,
    model: summariseModel(run.modelId, { stack, data, recipe, classes: run.dataset.classes }),
  })
}

/** Tells of what is new since the checkpoint: another device, or another trainer. @param lost what the device before was. */
function tellWhereItGoesOn(training: Training, { kind }: OpenTrainer, lost: BackendName | undefined): void {
  const { run, watch, checkpoint, steps, backend } = training
  const place = checkpoint && placeOf(checkpoint, steps)
  const sentences: string[] = []
  if (lost !== undefined && backend !== undefined) {
    watch.resume()
    sentences.push(sayRecovered(place, lost, backend, run.gate))
  }
  // Each trainer lays the optimizer's moments out in its own way.
  if (checkpoint && checkpoint.state.kind !== kind && checkpoint.state.moments.byteLength > 0) {
    sentences.push('Another trainer goes on with the weights, and the optimizer begins anew.')
  }
  if (sentences.length === 0) return
  run.emit({ type: 'recovered', ...(place ? { place } : {}), message: sentences.join(' ') })
}

/** Drives the run loop, keeps what it saves and passes on what it says. */
async function follow(training: Training, opened: OpenTrainer, failed: AbortSignal): Promise<RunEnd> {
  const { run, examples, checkpoint } = training
  const { gate, stop, request, saveEvery } = run
  const signal = AbortSignal.any([stop, failed])
  const loop = runTraining({
    trainer: opened.trainer,
    examples,
    recipe: request.recipe,
    gate,
    signal,
    saveEvery,
    ...(checkpoint ? { from: checkpoint } : {}),
  })
  for (;;) {
    const { done, value } = await loop.next()
    // What a failed device still says is void.
    failed.throwIfAborted()
    if (done) {
      if (value.kind !== 'failed' && value.checkpoint) training.checkpoint = value.checkpoint
      return value
    }
    hear(training, value, opened)
  }
}

function hear(training: Training, event: LoopEvent, opened: OpenTrainer): void {
  const { run, watch } = training
  if (event.type === 'saved') {
    training.checkpoint = event.checkpoint
    return
  }
  if (event.type === 'looked') {
    run.emit({ type: 'batch', batch: describeBatch(run.dataset, run.request, event) })
    return
  }
  if (event.type === 'paused') watch.pause()
  if (event.type === 'resumed') watch.resume()
  run.emit(event)
  if (event.type === 'progress') run.emitDevice({ type: 'memory', deviceBytes: opened.allocatedBytes() })
}

function sayRecovered(
  place: RunPlace | undefined,
  lost: BackendName,
  successor: BackendName,
  { closed: isPaused }: Gate,
): string {
  const from = place && describePlace(place)
  const how = isPaused
    ? `training is still paused, and Resume ${from === undefined ? 'begins again' : `goes on from ${from}`}`
    : `training ${from === undefined ? 'began again' : `went on from ${from}`}`
  return lost === 'processor'
    ? `A worker that trains on the processor was lost; ${how} ${AFTER_WORKERS[successor]}.`
    : `The graphics device was lost; ${how} ${AFTER_GRAPHICS[successor]}.`
}

const AFTER_GRAPHICS: Readonly<Record<BackendName, string>> = {
  webgpu: 'on a new one',
  processor: 'on the processor',
  webgl: 'on a new one',
  cpu: 'in plain JavaScript',
}

const AFTER_WORKERS: Readonly<Record<BackendName, string>> = {
  webgpu: 'on WebGPU',
  processor: 'with new ones',
  webgl: 'on WebGL',
  cpu: 'in plain JavaScript',
}

function describePlace({ epoch, step, steps }: RunPlace): string {
  return step === steps ? `the end of epoch ${epoch}` : `step ${step} of epoch ${epoch}`
}
