/** The part of a run that one device sees: from its checkpoint, or the beginning, to the end or to the device's failure. */
import { unlessAborted } from '../../common/unlessAborted'
import { digestOf } from '../../data/digest'
import type { Backend } from '../backend'
import type { BackendName } from '../protocol/device'
import type { RunPlace } from '../protocol/run'
import type { OpenTrainer } from '../trainers/openTrainer'
import { describeBatch } from './describeBatch'
import { placeOf } from './endedRun'
import { createRunWatcher } from './anatomy/watchRun'
import { firstWeightsOf } from './firstWeights'
import type { Gate } from './loop/gate'
import { NO_CARE } from './loop/care'
import type { Checkpoint, LoopEvent, RunEnd } from './loop/loop'
import { NOTHING_YET } from './loop/stepLog'
import type { Watcher } from './loop/watcher'
import type { Trainer } from '../trainer'
import { classWeightsOf, normalisationOf } from './measureTrainImages'
import { runTraining } from './loop/runLoop'
import { summariseModel } from './summariseModel'
import { endedRunOf, type Training } from './training'
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
  const before = training.device
  const digesting = digestOf(run.dataset)
  const device = await unlessAborted(run.openDevice(), run.stop)
  training.backend = device.backend.name
  training.device = nameDevice(device.backend)
  const work = async (opened: OpenTrainer, failed: AbortSignal): Promise<RunEnd> => {
    const { kind, reason } = opened
    training.digest ??= await unlessAborted(digesting, run.stop)
    run.emitDevice({ type: 'trainerChosen', choice: { trainer: kind, ...(reason === undefined ? {} : { reason }) } })
    load(training, opened)
    tellPrepared(training)
    tellWhereItGoesOn(training, opened, before, lost)
    if (!training.checkpoint && run.onSaved) passOn(training, await beginningOf(opened.trainer))
    const signal = AbortSignal.any([run.stop, failed])
    const { train } = examples
    const { backend } = device
    const watcher = createRunWatcher({ backend, dataset: run.dataset, train, subject, gate: run.gate, signal })
    try {
      return await follow(training, opened, watcher, failed)
    } finally {
      watcher.close()
    }
  }
  const onCompile = (kernels: number): void => run.emit({ type: 'compiling', kernels })
  const end = await withTrainer(device, run.dataset, subject, run.stop, work, onCompile)
  run.emitDevice({ type: 'memory', deviceBytes: device.backend.allocatedBytes() })
  return end
}

function load({ run, data, checkpoint }: Training, { trainer }: OpenTrainer): void {
  const { stack, recipe } = run.request
  if (checkpoint) trainer.restoreState(checkpoint.state)
  else trainer.loadWeights(firstWeightsOf(run.first, { stack, data, recipe, classes: run.dataset.classes }))
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
    ...(run.first && { beginning: run.first.beginning }),
    model: summariseModel(run.modelId, { stack, data, recipe, classes: run.dataset.classes }),
  })
}

/**
 * Tells of what is new since the checkpoint: another device, or another trainer.
 * @param before the device that the checkpoint is of. @param lost what was lost meanwhile.
 */
function tellWhereItGoesOn(
  training: Training,
  { kind }: OpenTrainer,
  before: string | undefined,
  lost: BackendName | undefined,
): void {
  const { run, watch, checkpoint, steps, backend } = training
  const place = checkpoint && placeOf(checkpoint, steps)
  const sentences: string[] = []
  if (lost !== undefined && backend !== undefined) {
    watch.resume()
    sentences.push(sayRecovered(place, lost, backend, run.gate))
  }
  const isOther = checkpoint !== undefined && (checkpoint.state.kind !== kind || before !== training.device)
  if (isOther) {
    const who = checkpoint.state.kind === kind ? 'Another device' : 'Another trainer'
    sentences.push(`${who} goes on: it may round otherwise, so the last digits may differ from now on.`)
  }
  if (sentences.length === 0) return
  run.emit({ type: 'recovered', ...(place ? { place } : {}), message: sentences.join(' ') })
}

/** Drives the run loop, keeps what it saves and passes on what it says. */
async function follow(training: Training, opened: OpenTrainer, watcher: Watcher, failed: AbortSignal): Promise<RunEnd> {
  const { run, examples, checkpoint } = training
  const { gate, stop, request, saveEvery, saveWithin } = run
  const signal = AbortSignal.any([stop, failed])
  const loop = runTraining({
    trainer: opened.trainer,
    examples,
    recipe: request.recipe,
    gate,
    signal,
    saveEvery,
    saveWithin,
    watcher,
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
    for (const set of run.gate.ratesSet) set.isSaved = true
    passOn(training)
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

function passOn(training: Training, checkpoint = training.checkpoint): void {
  const ended = endedRunOf(training, checkpoint)
  if (ended) training.run.onSaved?.(ended, placeOf(ended.checkpoint, training.steps))
}

/** Where a run is before its first step: with its first weights. */
async function beginningOf(trainer: Trainer): Promise<Checkpoint> {
  return { epoch: 1, soFar: NOTHING_YET, state: await trainer.saveState(), care: NO_CARE }
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

/** A device by all that its rounding depends on, as far as a browser tells. */
function nameDevice({ name, adapter, processor }: Backend): string {
  if (processor) return processor.relaxed ? `${name}, relaxed` : name
  return adapter === undefined ? name : `${name}, ${adapter}`
}
