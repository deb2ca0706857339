/**
 * Runs that are killed at moments drawn at random, without any warning, also in the midst of writing a checkpoint: they go on from what is on the
 * disk, on a real trainer, and end as if nothing had happened, bit for bit.
 */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { digestOf } from '../../data/digest'
import { choicesFor } from '../../model/dataChoices'
import { createRandom } from '../../model/random'
import type { Recipe } from '../../model/training/recipe'
import { createCheckpointStore } from '../../storage/checkpoints/checkpointStore'
import { createNodeFolder, type NodeFolder } from '../../storage/nodeFolder.fixture'
import type { Device } from '../device/openDevice'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import { openTroubledDevice } from '../device/troubledDevice.fixture'
import { createHeldCheckpoints } from '../history/heldCheckpoints'
import { createHeldHistory } from '../history/heldHistory'
import type { RunEvent } from '../protocol/run'
import { makeStripes, STRIPES_RECIPE, STRIPES_STACK } from '../stripes.fixture'
import { createCheckpointKeeper } from './checkpointKeeper'
import { readBrief, readCheckpoint, type CheckpointBrief, type KeptCheckpoint } from './keptCheckpoint'
import { createGate } from './loop/gate'
import { createRunRecorder, type RecordSnapshot } from './recordRun'
import { trainModel, type Trained } from './trainModel'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'
import { keepPipelines } from '../trainers/webgpu/keepPipelines.fixture'

const dataset = makeStripes({ train: 200, validation: 0, test: 60 })

/** All that draws by chance, and all that remembers. */
const RECIPE: Recipe = {
  ...STRIPES_RECIPE,
  epochs: 4,
  augmentation: { ...STRIPES_RECIPE.augmentation, widthShift: 0.2, horizontalFlip: true, noise: 0.1 },
  earlyStopping: { ...STRIPES_RECIPE.earlyStopping, on: true, patience: 3 },
  modelCheckpoint: { ...STRIPES_RECIPE.modelCheckpoint, on: true },
}

const PLATEAU: Recipe = {
  ...RECIPE,
  reduceLROnPlateau: { ...RECIPE.reduceLROnPlateau, on: true, patience: 1, minDelta: 100, factor: 0.5, minLr: 0 },
}

const COSINE: Recipe = { ...RECIPE, schedule: { ...RECIPE.schedule, kind: 'cosineDecay' } }

/** Its momentum has a history of its own: a product over all steps. */
const NADAM: Recipe = { ...PLATEAU, optimizer: 'nadam' }

/** Its sums do not begin at zero. */
const ADAGRAD: Recipe = {
  ...COSINE,
  optimizer: 'adagrad',
  learningRate: 0.1,
  clipping: { ...RECIPE.clipping, globalClipnorm: 0.5 },
}

const MOMENTUM: Recipe = {
  ...PLATEAU,
  optimizer: 'sgd',
  sgd: { ...RECIPE.sgd, momentum: 0.9, nesterov: true },
  clipping: { ...RECIPE.clipping, clipnorm: 0.1 },
}

/** Steps of an epoch that are left over belong to the next one, and its average has a history of its own. */
const AVERAGED: Recipe = {
  ...NADAM,
  accumulation: { gradientAccumulationSteps: 3 },
  movingAverage: { on: true, emaMomentum: 0.9, emaOverwriteFrequency: 4 },
  clipping: { ...RECIPE.clipping, globalClipnorm: 0.5 },
}

beforeAll(async () => {
  await tf.setBackend('cpu')
})
type OpenDevice = () => Device

const TRAINERS: Readonly<Record<string, () => Promise<OpenDevice>>> = {
  'the processor': () => Promise.resolve(() => openMortalProcessor().device),
  WebGPU: async () => {
    const device = keepPipelines((await openNodeGpu()).device)
    return () => openTroubledDevice(device).device
  },
  'TensorFlow.js': () => Promise.resolve(() => openTroubledDevice().device),
}

/** From its start, or from a checkpoint, to its end or its death. */
async function live(
  recipe: Recipe,
  openDevice: OpenDevice,
  from: (KeptCheckpoint & { readonly brief: CheckpointBrief }) | undefined,
  folder: NodeFolder,
  /** Decides after an event whether the process dies now. */
  dies: (event: RunEvent) => boolean,
  /** Bytes that it writes before it dies. */
  bytes: number,
): Promise<{ readonly trained: Trained; readonly record: RecordSnapshot | undefined; readonly isDead: boolean }> {
  const process = folder.open()
  process.dieAfter(bytes)
  const checkpoints = createHeldCheckpoints(() =>
    Promise.resolve(createCheckpointStore(process.handle, () => Promise.resolve({}))),
  )
  const history = createHeldHistory(() => undefined)
  const [left] = await history.ask((all) => all.list([1]))
  const kept = from && {
    snapshot: from.record,
    place: from.brief.place,
    seconds: from.ended.seconds,
    written: left && 'value' in left.summary ? left.summary.value.written : 0,
  }
  const recorder = createRunRecorder(history, undefined, kept)
  const keeper = createCheckpointKeeper({ checkpoints, history, recorder, source: digestOf(dataset), writeEvery: 0 })
  const stop = new AbortController()
  const request = { runId: 1, stack: STRIPES_STACK, recipe, data: choicesFor(1), from: 'start' } as const
  const trained = await trainModel({
    request,
    dataset,
    modelId: 1,
    ...(from && { from: { ...from.ended, choices: request.data } }),
    openDevice: () => {
      const device = openDevice()
      recorder.begin(request, dataset, device.report)
      return Promise.resolve(device)
    },
    gate: createGate(),
    stop: stop.signal,
    saveEvery: 0,
    saveWithin: 0,
    onSaved: keeper.save,
    emit(event) {
      recorder.hear(event)
      if (dies(event)) process.dieAfter(0)
      if (process.isDead) stop.abort()
    },
    emitDevice: () => undefined,
  })
  if (!process.isDead) {
    recorder.end(trained.outcome, trained.model, () => keeper.end(trained.ended, trained.outcome.place))
    await recorder.settled()
  }
  const { isDead } = process
  process.dieAfter(0)
  await recorder.settled()
  return { trained, record: recorder.snapshot(), isDead }
}

const weightsOf = ({ model, ended }: Trained) =>
  [model!.weights, ended!.checkpoint.state.weights, ...ended!.checkpoint.state.moments].map((weights) =>
    [...weights].map(([key, values]) => [key, [...new Uint32Array(values.buffer, values.byteOffset, values.length)]]),
  )

/** All but what is a matter of time. */
const recordOf = (record: RecordSnapshot | undefined) => {
  const { epochs, log, matrices, validation, images, curve } = record!.details
  const { state, number } = record!.summary
  return {
    ...{ state, number, log, matrices, validation, images },
    epochs: epochs.map((each) => ({ ...each, seconds: 0, imagesPerSecond: 0 })),
    steps: curve.epoch.map((epoch, at) => [epoch, curve.loss[at], curve.accuracy[at], curve.learningRate[at]]),
  }
}

describe.each([
  ['the processor', 'callbacks that halve the rate', PLATEAU, 50],
  ['the processor', 'a schedule', COSINE, 25],
  ['the processor', 'Nadam', NADAM, 10],
  ['the processor', 'Adagrad, and gradients clipped as one', ADAGRAD, 10],
  ['the processor', 'momentum, and gradients clipped by themselves', MOMENTUM, 10],
  ['the processor', 'accumulated gradients, and averaged weights', AVERAGED, 10],
  ['WebGPU', 'callbacks that halve the rate', PLATEAU, 5],
  ['WebGPU', 'Nadam', NADAM, 1],
  ['WebGPU', 'Adagrad, and gradients clipped as one', ADAGRAD, 1],
  ['WebGPU', 'momentum, and gradients clipped by themselves', MOMENTUM, 1],
  ['WebGPU', 'accumulated gradients, and averaged weights', AVERAGED, 1],
  ['TensorFlow.js', 'a schedule', COSINE, 5],
  ['TensorFlow.js', 'Nadam', NADAM, 1],
  ['TensorFlow.js', 'Adagrad, and gradients clipped as one', ADAGRAD, 1],
  ['TensorFlow.js', 'momentum, and gradients clipped by themselves', MOMENTUM, 1],
  ['TensorFlow.js', 'accumulated gradients, and averaged weights', AVERAGED, 1],
] as const)('on %s, with %s', (trainer, _, recipe, kills) => {
  it(`ends bit for bit as the undisturbed run, killed and resumed ${kills} times`, async () => {
    const openDevice = await TRAINERS[trainer]!()
    const undisturbed = createNodeFolder()
    emptyDatabase()
    const whole = await live(recipe, openDevice, undefined, undisturbed, () => false, Infinity)
    undisturbed.remove()
    expect(whole.trained.outcome.kind).toBe('finished')

    const random = createRandom(kills)
    let resumed = 0
    while (resumed < kills) {
      const folder = createNodeFolder()
      for (;;) {
        const store = createCheckpointStore(folder.open().handle, () => Promise.resolve({}))
        const stored = await store.open(1).catch(() => undefined)
        const read = stored && readCheckpoint(stored.rest, 1)
        const brief = stored && readBrief(stored.brief)
        if (stored) expect(read && brief).toBeDefined()
        if (stored) resumed++
        else emptyDatabase()
        let events = random.integer(25)
        const inWriting = random.integer(2) === 0
        const dies = (): boolean => !inWriting && events-- <= 0
        const bytes = inWriting ? 1 + random.integer(60_000) : Infinity
        const isLast = resumed >= kills
        const life = await live(
          recipe,
          openDevice,
          read && brief && { ...read, brief },
          folder,
          isLast ? () => false : dies,
          isLast ? Infinity : bytes,
        )
        if (life.isDead) continue
        expect(life.trained.outcome).toEqual({ ...whole.trained.outcome, seconds: expect.any(Number) as number })
        expect(weightsOf(life.trained)).toEqual(weightsOf(whole.trained))
        expect(life.trained.ended!.checkpoint.care).toEqual(whole.trained.ended!.checkpoint.care)
        expect(recordOf(life.record)).toEqual(recordOf(whole.record))
        break
      }
      folder.remove()
    }
  })
})
