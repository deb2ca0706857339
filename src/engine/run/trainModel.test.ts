import type { TrainingRun } from './training'
import type { DeviceEvent } from '../protocol/device'
import { choicesFor } from '../../model/dataChoices'
import type { RunEvent, RunOutcome } from '../protocol/run'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { planInheritance } from '../../model/graph/inherit'
import { initialWeights } from '../../model/graph/initialise'
import { rescaling } from '../../model/training/normalisation'
import { updateLayer } from '../../model/graph/stack'
import { createGate } from './loop/gate'
import { makeStripes, STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../stripes.fixture'
import { trainModel, type Trained } from './trainModel'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import { openTroubledDevice } from '../device/troubledDevice.fixture'

const dataset = makeStripes({ train: 200, validation: 0, test: 60 })
const request = { runId: 1, stack: STRIPES_STACK, recipe: STRIPES_RECIPE, data: choicesFor(1), from: 'start' } as const

beforeAll(async () => {
  await tf.setBackend('cpu')
})

interface Started {
  /** The device that the run is on has a trouble. */
  fail(trouble: { readonly message: string; readonly lost: boolean }): void
  readonly stop: AbortController
  /** Which device it is on, counted from 1. */
  readonly device: number
}

type ToldEvent = RunEvent | DeviceEvent

const LOSS = { message: 'The browser lost the graphics device.', lost: true }

/** @param gpus what the devices have for the compiled trainer: the first one's, the second one's. */
async function train(
  on: (event: ToldEvent, started: Started) => void = () => undefined,
  gpus: readonly GPUDevice[] = [],
  changes: Partial<TrainingRun> = {},
) {
  const devices: ReturnType<typeof openTroubledDevice>[] = []
  const stop = new AbortController()
  const events: ToldEvent[] = []
  const emit = (event: ToldEvent): void => {
    events.push(event)
    on(event, { fail: (trouble) => devices.at(-1)?.announce(trouble), stop, device: devices.length })
  }
  const openDevice = () => {
    const opened = openTroubledDevice(gpus[devices.length])
    devices.push(opened)
    return Promise.resolve(opened.device)
  }
  const trained = await trainModel({
    request,
    dataset,
    openDevice,
    gate: createGate(),
    stop: stop.signal,
    saveEvery: 0,
    modelId: 1,
    emit,
    emitDevice: emit,
    ...changes,
  })
  return { ...trained, events, devices: devices.length }
}

const numbersOf = ({ model }: Pick<Trained, 'model'>) =>
  [...(model?.weights ?? [])].map(([key, all]) => [key, [...all]])
const untimed = (outcome: RunOutcome) => ({ ...outcome, seconds: 0 })
/** Of the 170 images that train, in batches of 16. */
const STEPS = 11
const endOf = (epoch: number) => ({ epoch, step: STEPS, steps: STEPS })
const positionsOf = (events: readonly ToldEvent[]) =>
  events.flatMap((event) => (event.type === 'points' ? event.points.epoch : []))

describe('a run whose device is lost', () => {
  it('goes on by itself from the last epoch that ended well, and ends as if nothing had happened', async () => {
    const whole = await train()
    let losses = 0
    const recovered = await train((event, { fail, device }) => {
      if (event.type === 'points' && event.points.epoch.at(-1)! > 2 && device === 1) {
        losses++
        fail(LOSS)
      }
    })
    expect([losses, recovered.devices]).toEqual([1, 2])
    expect(untimed(recovered.outcome)).toEqual(untimed(whole.outcome))
    expect(numbersOf(recovered)).toEqual(numbersOf(whole))

    const message = 'The graphics device was lost; training went on from the end of epoch 2 in plain JavaScript.'
    const at = recovered.events.findIndex(({ type }) => type === 'recovered')
    expect(recovered.events[at]).toEqual({ type: 'recovered', place: endOf(2), message })
    const again = positionsOf(recovered.events.slice(at))
    expect(again.every((position) => position > 2)).toBe(true)
    expect(again).toHaveLength(11)
    expect(recovered.events.filter(({ type }) => type === 'prepared')).toHaveLength(1)
    expect(recovered.events.filter(({ type }) => type === 'epochEnd')).toHaveLength(3)
  })

  it('begins again when no epoch had ended', async () => {
    const whole = await train()
    const recovered = await train((event, { fail, device }) => {
      if (event.type === 'points' && device === 1) fail(LOSS)
    })
    const message = 'The graphics device was lost; training began again in plain JavaScript.'
    expect(recovered.events.find(({ type }) => type === 'recovered')).toEqual({
      type: 'recovered',
      message,
    })
    expect(numbersOf(recovered)).toEqual(numbersOf(whole))
  })

  it('begins again with the weights of the model that it began from', async () => {
    const weights = initialWeights(STRIPES_STACK, STRIPES_SHAPE, 1234)
    const { classes } = dataset
    const model = { stack: STRIPES_STACK, data: STRIPES_SHAPE, classes, weights, normalisation: rescaling(1) }
    const beginning = { ...planInheritance(model, model), name: 'a model', isFile: true, weights: '' }
    const first = {
      model,
      normalisation: { mean: [7], deviation: [90] },
      beginning: { ...beginning, keepsNormalisation: true },
    }
    const whole = await train(undefined, [], { first })
    const recovered = await train(
      (event, { fail, device }) => {
        if (event.type === 'points' && device === 1) fail(LOSS)
      },
      [],
      { first },
    )
    expect(recovered.devices).toBe(2)
    expect(numbersOf(recovered)).toEqual(numbersOf(whole))
    expect(numbersOf(whole)).not.toEqual(numbersOf(await train()))
    expect(recovered.model!.normalisation).toEqual(first.normalisation)
  })

  it('stays paused when it was, and the page says so', async () => {
    const gate = createGate()
    const messages: string[] = []
    await train(
      (event, { fail, device }) => {
        if (event.type === 'epochEnd' && event.epoch === 1 && device === 1) gate.close()
        if (event.type === 'paused' && device === 1) fail(LOSS)
        if (event.type === 'recovered') messages.push(event.message)
        if (event.type === 'paused' && device === 2) gate.open()
      },
      [],
      { gate },
    )
    expect(messages).toEqual([
      'The graphics device was lost; training is still paused, and Resume goes on from the end of epoch 1 in plain JavaScript.',
    ])
  })

  it('fails the second time, and keeps what was trained until then', async () => {
    const { outcome, model, ended, devices } = await train((event, { fail, device }) => {
      if (event.type !== 'points') return
      const position = event.points.epoch.at(-1)!
      if ((device === 1 && position > 1) || position > 2) fail(LOSS)
    })
    const afterTwo = await train((event, { stop }) => {
      if (event.type === 'epochEnd' && event.epoch === 2) stop.abort()
    })
    const failed = { kind: 'failed', message: LOSS.message, trained: true, place: endOf(2) }
    expect([outcome, devices]).toEqual([failed, 2])
    expect(numbersOf({ model: model! })).toEqual(numbersOf(afterTwo))

    const [whole, continued] = [await train(), await train(undefined, [], { from: ended! })]
    expect(untimed(continued.outcome)).toEqual(untimed(whole.outcome))
    expect(numbersOf(continued)).toEqual(numbersOf(whole))
  })
})

describe('a run on the compiled trainer', () => {
  const openGpu = async (): Promise<GPUDevice> => (await openNodeGpu()).device
  const loseFirst =
    (first: GPUDevice) =>
    (event: ToldEvent, { device }: Started) => {
      if (event.type === 'points' && event.points.epoch.at(-1)! > 2 && device === 1) first.destroy()
    }
  const trainersOf = (events: readonly ToldEvent[]) =>
    events.flatMap((event) => (event.type === 'trainerChosen' ? event.choice.trainer : []))

  it('ends as if nothing had happened when its device is destroyed and another is there', async () => {
    const [first, second, only] = [await openGpu(), await openGpu(), await openGpu()]
    const whole = await train(undefined, [only])
    const recovered = await train(loseFirst(first), [first, second])
    expect(trainersOf(recovered.events)).toEqual(['compiled', 'compiled'])
    expect(untimed(recovered.outcome)).toEqual(untimed(whole.outcome))
    expect(numbersOf(recovered)).toEqual(numbersOf(whole))
    second.destroy()
    only.destroy()
  })

  it('tells how many kernels it compiles, before it is prepared', async () => {
    const gpu = await openGpu()
    const { events } = await train(
      ({ type }, { stop }) => {
        if (type === 'prepared') stop.abort()
      },
      [gpu],
    )
    const told = events.filter(({ type }) => type === 'compiling' || type === 'prepared')
    expect(told.map(({ type }) => type)).toEqual(['compiling', 'prepared'])
    expect(told[0]).toMatchObject({ kernels: 10 })
    gpu.destroy()
  })

  it('fails in words that name the kernel which the device could not compile', async () => {
    const gpu = await openGpu()
    const compile = gpu.createShaderModule.bind(gpu)
    gpu.createShaderModule = (descriptor) =>
      compile({
        ...descriptor,
        code: `${descriptor.code}${descriptor.label === 'conv2d: filter gradient' ? 'fn' : ''}`,
      })
    const troubles: GPUError[] = []
    gpu.addEventListener('uncapturederror', ({ error }) => troubles.push(error))
    const { outcome } = await train(undefined, [gpu])
    if (outcome.kind !== 'failed') throw new Error(`ended as ${outcome.kind}`)
    expect(outcome.message).toMatch(
      /^The graphics device could not compile the filter gradient of conv2d \(.+\): update the browser, or try another one\.$/,
    )
    expect(troubles).toEqual([])
    gpu.destroy()
  })

  it('fails in words when the device has no memory for the model, and can be trained smaller at once', async () => {
    const gpu = await openGpu()
    // The convolution's output for a batch is as large as the largest binding. The device has no such piece of memory.
    const many = makeStripes({ train: 1300, validation: 0, test: 0 })
    const stack = updateLayer(STRIPES_STACK, STRIPES_STACK.layers[1]!.id, { filters: 4096, activation: 'softmax' })
    const recipe = { ...STRIPES_RECIPE, batchSize: gpu.limits.maxStorageBufferBindingSize / 2 ** 20 }
    const { outcome } = await train(undefined, [gpu], { request: { ...request, stack, recipe }, dataset: many })
    expect(outcome).toEqual({
      kind: 'failed',
      trained: false,
      message:
        'The graphics device has no memory left for this model: choose a smaller batch size, or fewer filters and units.',
    })
    expect((await train(undefined, [gpu])).outcome.kind).toBe('finished')
    gpu.destroy()
  })

  it('goes on bit for bit where it was stopped, in the middle of an epoch, on another device', async () => {
    const [first, second, only] = [await openGpu(), await openGpu(), await openGpu()]
    const whole = await train(undefined, [only])
    const stopped = await train(
      (event, { stop }) => {
        if (event.type === 'points' && event.points.epoch.at(-1)! > 1) stop.abort()
      },
      [first],
    )
    const rest = await train(undefined, [second], { from: stopped.ended! })
    expect(untimed(rest.outcome)).toEqual(untimed(whole.outcome))
    expect(numbersOf(rest)).toEqual(numbersOf(whole))
    expect([...positionsOf(stopped.events), ...positionsOf(rest.events)]).toEqual(positionsOf(whole.events))
    for (const device of [first, second, only]) device.destroy()
  })

  it('goes on with its weights on TensorFlow.js when there is no other', async () => {
    const first = await openGpu()
    const { outcome, events } = await train(loseFirst(first), [first])
    expect(trainersOf(events)).toEqual(['compiled', 'tfjs'])
    expect(outcome.kind).toBe('finished')
    const ends = events.flatMap((event) => (event.type === 'epochEnd' ? event : []))
    expect(ends.map(({ epoch }) => epoch)).toEqual([1, 2, 3])
    expect(ends[2]!.train.loss).toBeLessThan(ends[0]!.train.loss)
  })
})

describe('a run with callbacks', () => {
  const { earlyStopping, reduceLROnPlateau, modelCheckpoint } = STRIPES_RECIPE
  const never = { on: true, minDelta: 100 }
  const careful = {
    ...STRIPES_RECIPE,
    epochs: 8,
    earlyStopping: { ...earlyStopping, ...never, patience: 4 },
    reduceLROnPlateau: { ...reduceLROnPlateau, ...never, patience: 1, factor: 0.5, minLr: 0 },
  }
  const changes = { request: { ...request, recipe: careful } }
  const logOf = (events: readonly ToldEvent[]) =>
    events.flatMap((event) => (event.type === 'callback' ? event.message : []))
  const LOG = [
    'Epoch 2: learning rate 0.01',
    'Epoch 3: learning rate 0.005',
    'Epoch 4: learning rate 0.0025',
    'Epoch 5: learning rate 0.00125',
    'Epoch 5: stopped early: val_loss did not fall for 4 epochs; weights of epoch 1 restored',
  ]

  it('that stop it early is finished, says why, and leaves the model of its best epoch', async () => {
    const { outcome, model, ended, events } = await train(undefined, [], changes)
    expect(logOf(events)).toEqual(LOG)
    const early = { stoppedEarly: 'val_loss did not fall for 4 epochs', weightsOf: 1 }
    expect(outcome).toMatchObject({ kind: 'finished', place: endOf(5), ...early })
    const one = await train(undefined, [], { request: { ...request, recipe: { ...careful, epochs: 1 } } })
    expect(numbersOf({ model: model! })).toEqual(numbersOf(one))
    const on = await train(undefined, [], { ...changes, from: ended! })
    expect(on.outcome).toMatchObject({ place: endOf(8) })
    // The rate stays where it was, and the counting begins anew.
    expect(logOf(on.events)[0]).toBe('Epoch 7: learning rate 0.000625')
  })

  it.each([
    ['WebGPU', 2],
    ['WebGPU, then TensorFlow.js', 1],
  ])('ends as if nothing had happened where its device is lost: %s', async (_, count) => {
    const gpus = await Promise.all(Array.from({ length: count }, async () => (await openNodeGpu()).device))
    const recovered = await train(
      (event, { device }) => {
        if (device === 1 && event.type === 'points' && event.points.epoch.at(-1)! > 3) gpus[0]!.destroy()
      },
      gpus,
      changes,
    )
    expect(recovered.devices).toBe(2)
    const at = recovered.events.findIndex(({ type }) => type === 'recovered')
    const before = logOf(recovered.events.slice(0, at)).slice(0, 2)
    expect([...before, ...logOf(recovered.events.slice(at))]).toEqual(LOG)
    const only = (await openNodeGpu()).device
    const whole = await train(undefined, [only], changes)
    // The weights are those of epoch 1, which the first device made.
    expect(numbersOf(recovered)).toEqual(numbersOf(whole))
    if (count === 2) expect(recovered.ended?.checkpoint).toEqual(whole.ended?.checkpoint)
    for (const device of [...gpus, only]) device.destroy()
  })

  it('keeps the best model where it is stopped, and goes on from the last one', async () => {
    // The first epoch is the best by what is least right.
    const keeps = { ...modelCheckpoint, on: true, monitor: 'loss', mode: 'max' } as const
    const recipe = { ...STRIPES_RECIPE, epochs: 4, modelCheckpoint: keeps }
    const own = { request: { ...request, recipe } }
    const stopped = await train(
      (event, { stop }) => {
        if (event.type === 'epochEnd' && event.epoch === 3) stop.abort()
      },
      [],
      own,
    )
    expect(stopped.outcome).toMatchObject({ kind: 'stopped', place: endOf(3), weightsOf: 1 })
    const one = await train(undefined, [], { request: { ...request, recipe: { ...STRIPES_RECIPE, epochs: 1 } } })
    expect(numbersOf(stopped)).toEqual(numbersOf(one))
    const whole = await train(undefined, [], own)
    const rest = await train(undefined, [], { ...own, from: stopped.ended! })
    expect(rest.ended!.checkpoint).toEqual(whole.ended!.checkpoint)
  })

  it('keeps a rate that was set by hand when its device is lost, from the very step on', async () => {
    const [first, second, only] = [
      (await openNodeGpu()).device,
      (await openNodeGpu()).device,
      (await openNodeGpu()).device,
    ]
    const gate = createGate()
    const rate = Math.fround(0.0005)
    const recovered = await train(
      (event, { device }) => {
        if (event.type === 'points' && event.points.epoch.at(-1)! > 1 && gate.ratesSet.length === 0) gate.close()
        if (event.type === 'paused' && device === 1) gate.handRate(rate)
        if (event.type === 'callback' && event.message.endsWith('by hand')) gate.open()
        const isPast = event.type === 'points' && event.points.learningRate.includes(rate)
        if (device === 1 && isPast) first.destroy()
      },
      [first, second],
      { gate },
    )
    expect([recovered.devices, gate.ratesSet.length]).toEqual([2, 1])
    const set = gate.ratesSet[0]!
    const [from] = recovered.events.flatMap((event) => (event.type === 'recovered' ? [event.place!.epoch] : []))
    // It is told again if it was told of a step that is trained again.
    expect(logOf(recovered.events)).toHaveLength(from! < set.place.epoch ? 2 : 1)

    const known = createGate()
    known.ratesSet.push(set)
    const whole = await train(undefined, [only], { gate: known })
    expect(numbersOf(recovered)).toEqual(numbersOf(whole))
    const rates = whole.events.flatMap((event) => (event.type === 'points' ? event.points.learningRate : []))
    expect(rates.indexOf(rate)).toBe((set.place.epoch - 1) * STEPS + set.place.step)
    for (const device of [first, second, only]) device.destroy()
  })
})

describe('a run on the processor', () => {
  const isPast = (event: ToldEvent, position: number): boolean =>
    event.type === 'points' && event.points.epoch.at(-1)! > position

  /** @param lose says after an event whether a worker is lost now, on the device of that number. */
  async function trainOnProcessor(
    lose: (event: ToldEvent, device: number) => boolean = () => false,
    changes: Partial<TrainingRun> = {},
  ) {
    const devices: ReturnType<typeof openMortalProcessor>[] = []
    const openDevice = () => {
      const opened = openMortalProcessor()
      devices.push(opened)
      return Promise.resolve(opened.device)
    }
    const trained = await train(
      (event) => {
        if (lose(event, devices.length)) devices.at(-1)!.workers.at(-1)!.die('out of memory')
      },
      [],
      { openDevice, ...changes },
    )
    return { ...trained, devices: devices.length }
  }

  it('goes on with new workers from the last epoch that ended well, and ends as if nothing had happened', async () => {
    const whole = await trainOnProcessor()
    const recovered = await trainOnProcessor((event, device) => device === 1 && isPast(event, 2))
    expect(recovered.devices).toBe(2)
    expect(untimed(recovered.outcome)).toEqual(untimed(whole.outcome))
    expect(numbersOf(recovered)).toEqual(numbersOf(whole))
    expect(recovered.events.find(({ type }) => type === 'recovered')).toEqual({
      type: 'recovered',
      place: endOf(2),
      message:
        'A worker that trains on the processor was lost; training went on from the end of epoch 2 with new ones.',
    })
  })

  it('ends in a sentence the second time, with what was trained until then, and can be continued', async () => {
    const whole = await trainOnProcessor()
    const { outcome, ended, devices } = await trainOnProcessor((event, device) => isPast(event, device))
    const message =
      'A worker that trains on the processor was lost (out of memory): try again, with a smaller batch size if it happens again.'
    expect([outcome, devices]).toEqual([{ kind: 'failed', message, trained: true, place: endOf(2) }, 2])
    const continued = await trainOnProcessor(undefined, { from: ended! })
    expect(untimed(continued.outcome)).toEqual(untimed(whole.outcome))
    expect(numbersOf(continued)).toEqual(numbersOf(whole))
  })

  it('says so where another trainer goes on', async () => {
    const stopped = await train((event, { stop }) => {
      if (event.type === 'epochEnd' && event.epoch === 1) stop.abort()
    })
    const { outcome, events } = await trainOnProcessor(undefined, { from: stopped.ended! })
    expect(outcome.kind).toBe('finished')
    expect(events.find(({ type }) => type === 'recovered')).toEqual({
      type: 'recovered',
      place: endOf(1),
      message: 'Another trainer goes on: it may round otherwise, so the last digits may differ from now on.',
    })
  })
})

describe('a run whose device fails', () => {
  const trouble = { message: 'The graphics device has no memory left.', lost: false }

  it('keeps what was trained until the end of the last epoch', async () => {
    const { outcome, model, devices } = await train((event, { fail }) => {
      if (event.type === 'points' && event.points.epoch.at(-1)! > 2) fail(trouble)
    })
    const failed = { kind: 'failed', message: trouble.message, trained: true, place: endOf(2) }
    expect([outcome, devices]).toEqual([failed, 1])
    expect(model?.weights.size).toBe(4)
  })

  it('has nothing to keep in the first epoch', async () => {
    const { outcome, model } = await train((event, { fail }) => {
      if (event.type === 'points') fail(trouble)
    })
    expect(outcome).toEqual({ kind: 'failed', message: trouble.message, trained: false })
    expect(model).toBeUndefined()
  })
})

describe('a run that is stopped', () => {
  it.each(['trainerChosen', 'prepared'] as const)('before its first step makes no model: at %s', async (type) => {
    const { outcome, model } = await train((event, { stop }) => {
      if (event.type === type) stop.abort()
    })
    expect(untimed(outcome)).toEqual({ kind: 'stopped', seconds: 0 })
    expect(model).toBeUndefined()
  })

  it('while the device is being opened does not wait for it', async () => {
    const stop = new AbortController()
    const openDevice = () => new Promise<never>(() => undefined)
    const run = trainModel({
      request,
      dataset,
      openDevice,
      gate: createGate(),
      stop: stop.signal,
      modelId: 1,
      emit: () => undefined,
      emitDevice: () => undefined,
    })
    stop.abort()
    expect(untimed((await run).outcome)).toEqual({ kind: 'stopped', seconds: 0 })
  })

  it('can go on: not with other data, and until then it stays where it is', async () => {
    const { ended } = await train((event, { stop }) => {
      if (event.type === 'epochEnd') stop.abort()
    })
    const others = { ...dataset, pixels: dataset.pixels.map((value, i) => (i === 7 ? 255 - value : value)) }
    const openDevice = () => Promise.reject(new Error('not opened'))
    const silent = { emit: () => undefined, emitDevice: () => undefined }
    const continuing = { request, modelId: 1, gate: createGate(), stop: new AbortController().signal, ...silent }
    await expect(trainModel({ ...continuing, dataset: others, openDevice, from: ended! })).rejects.toMatchObject({
      code: 'badInput',
      message: 'The run can’t go on with other data: start training anew.',
    })
    const relabelled = { ...dataset, labels: dataset.labels.map((label, i) => (i === 7 ? 1 - label : label)) }
    await expect(trainModel({ ...continuing, dataset: relabelled, openDevice, from: ended! })).rejects.toMatchObject({
      code: 'badInput',
    })
    const again = await train((_, { stop }) => stop.abort(), [], { from: ended! })
    expect(again.outcome).toMatchObject({ kind: 'stopped', place: endOf(1) })
    expect(numbersOf(again)).toEqual(
      numbersOf({ model: { ...again.model!, weights: ended!.checkpoint.state.weights } }),
    )
    expect(again.ended!.checkpoint).toEqual(ended!.checkpoint)
  })
})
