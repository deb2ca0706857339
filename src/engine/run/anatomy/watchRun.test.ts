/** Runs whose inside is watched, on real trainers: they end with the same bits as without, and tell what the model was at each epoch's end. */
import { describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import { updateRatio, type EpochAnatomy } from '../../../model/anatomy/anatomy'
import { choicesFor } from '../../../model/dataChoices'
import { initialWeights } from '../../../model/graph/initialise'
import type { Recipe } from '../../../model/training/recipe'
import { openMortalProcessor } from '../../device/mortalProcessor.fixture'
import type { Device } from '../../device/openDevice'
import { openTroubledDevice } from '../../device/troubledDevice.fixture'
import { CallFailure } from '../../failures'
import type { Processor } from '../../processor'
import type { RunEvent } from '../../protocol/run'
import { makeStripes, STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../../stripes.fixture'
import { failOnDeviceErrors } from '../../trainers/webgpu/watchDevice.fixture'
import { createGate, type Gate } from '../loop/gate'
import { trainModel, type Trained } from '../trainModel'
import type { TrainingRun } from '../training'

const watchDevice = failOnDeviceErrors()
const gpu = watchDevice((await openNodeGpu()).device)
const dataset = makeStripes({ train: 200, validation: 0, test: 60 })
/** Of the 170 images that train, in batches of 16. */
const STEPS = 11

const DEVICES: readonly (readonly [string, () => Device])[] = [
  ['the processor', () => openMortalProcessor().device],
  ['WebGPU', () => openTroubledDevice(gpu).device],
]

interface Steered {
  readonly gate: Gate
  readonly stop: AbortController
}

interface Options extends Partial<TrainingRun> {
  readonly watches?: boolean
  readonly recipe?: Partial<Recipe>
  on?(event: RunEvent, steered: Steered): void
}

async function train(device: () => Device, { watches = false, recipe = {}, on, ...changes }: Options = {}) {
  const gate = createGate()
  gate.watch(watches)
  const stop = new AbortController()
  const events: RunEvent[] = []
  const trained = await trainModel({
    request: {
      runId: 1,
      stack: STRIPES_STACK,
      recipe: { ...STRIPES_RECIPE, ...recipe },
      data: choicesFor(1),
      from: 'start',
    },
    dataset,
    openDevice: () => Promise.resolve(device()),
    gate,
    stop: stop.signal,
    saveEvery: 0,
    modelId: 1,
    emit(event) {
      events.push(event)
      on?.(event, { gate, stop })
    },
    emitDevice: () => undefined,
    ...changes,
  })
  return { ...trained, events, anatomies: anatomiesOf(events) }
}

const anatomiesOf = (events: readonly RunEvent[]): readonly EpochAnatomy[] =>
  events.flatMap((event) => (event.type === 'anatomy' ? [event.anatomy] : []))
const weightsOf = ({ model }: Pick<Trained, 'model'>) =>
  [...(model?.weights ?? [])].map(([key, values]) => [key, [...values]])
const lossesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'points' ? event.points.loss : []))

describe.each(DEVICES)('on %s', (_name, device) => {
  it('a run that is watched trains to the same bits, and tells of each epoch', async () => {
    const plain = await train(device)
    const watched = await train(device, { watches: true })
    expect(weightsOf(watched)).toEqual(weightsOf(plain))
    expect(lossesOf(watched.events)).toEqual(lossesOf(plain.events))
    expect(watched.ended?.checkpoint.state).toEqual(plain.ended?.checkpoint.state)
    expect(watched.anatomies.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3])
    for (const { images, batch, weights, layers, epoch } of watched.anatomies) {
      expect([images, batch]).toEqual([64, 16])
      expect(weights.map(({ key, gradients, ratio }) => [key, gradients?.count, typeof ratio])).toEqual(
        [
          ['conv2d/kernel', 36],
          ['conv2d/bias', 4],
          ['dense/kernel', 128],
          ['dense/bias', 2],
        ].map((each) => [...each, epoch === 0 ? 'undefined' : 'number']),
      )
      expect(layers.map(({ name, activation, outputs }) => [name, activation, outputs.count])).toEqual([
        ['conv2d', 'relu', 64 * 8 * 8 * 4],
        ['dense', 'logits', 64 * 2],
      ])
    }
    const [first, , , last] = watched.anatomies
    const begun = initialWeights(STRIPES_STACK, STRIPES_SHAPE, STRIPES_RECIPE.seed)
    for (const [{ values }, [, expected]] of first!.weights.map((each, at) => [each, [...begun][at]!] as const))
      expect([values.figures?.min, values.figures?.max]).toEqual([Math.min(...expected), Math.max(...expected)])
    const kernel = plain.model!.weights.get('dense/kernel')!
    expect(last!.weights[2]!.values.figures?.max).toBe(Math.max(...kernel))
  })

  it('tells how far the last step of an epoch went', async () => {
    // The weights of two runs, one of which stops a step before the other.
    const { anatomies, model } = await train(device, { watches: true, recipe: { epochs: 1 } })
    const states: Trained['ended'][] = []
    await train(device, {
      recipe: { epochs: 1 },
      saveWithin: 0,
      onSaved: (ended, { step }) => {
        if (step === STEPS - 1) states.push(ended)
      },
    })
    const before = states[0]!.checkpoint.state.weights
    for (const { key, ratio } of anatomies[1]!.weights)
      expect(ratio).toBe(updateRatio(before.get(key)!, model!.weights.get(key)!))
  })

  it('is switched on and off between epochs', async () => {
    const { anatomies } = await train(device, {
      recipe: { epochs: 4 },
      on(event, { gate }) {
        if (event.type !== 'epochEnd') return
        if (event.epoch === 1) gate.watch(true)
        if (event.epoch === 3) gate.watch(false)
      },
    })
    expect(anatomies.map(({ epoch }) => epoch)).toEqual([2, 3])
  })

  it('is paused and stopped in the midst of a look, and goes on to the same bits', async () => {
    const plain = await train(device, { recipe: { epochs: 2 } })
    let pauses = 0
    const stopped = await train(device, {
      watches: true,
      recipe: { epochs: 2 },
      on(event, { gate, stop }) {
        if (event.type === 'progress' && event.phase === 'watching') {
          if (event.step > 0) stop.abort()
          else if (pauses === 0) gate.close()
        }
        if (event.type === 'paused') {
          pauses++
          gate.open()
        }
      },
    })
    expect(pauses).toBe(1)
    expect(stopped.outcome).toMatchObject({ kind: 'stopped', place: { epoch: 1, step: STEPS, steps: STEPS } })
    expect(stopped.anatomies.map(({ epoch }) => epoch)).toEqual([0])
    const rest = await train(device, { watches: true, recipe: { epochs: 2 }, from: stopped.ended! })
    expect(rest.anatomies.map(({ epoch }) => epoch)).toEqual([1, 2])
    expect(weightsOf(rest)).toEqual(weightsOf(plain))
  })

  it('finds the units that are dead', async () => {
    const { ended } = await train(device, { recipe: { epochs: 1 } })
    const { checkpoint } = ended!
    const silent = async (...biases: readonly number[]) => {
      const weights = new Map([...checkpoint.state.weights, ['conv2d/bias', Float32Array.from(biases)]])
      const { anatomies } = await train(device, {
        watches: true,
        recipe: { epochs: 2 },
        from: { ...ended!, checkpoint: { ...checkpoint, state: { ...checkpoint.state, weights } } },
      })
      return anatomies[0]!.layers[0]!
    }
    const { silence, outputs } = await silent(10, -10, 10, -10)
    expect(silence).toEqual({ how: 'dead', units: 4, silent: [1, 3] })
    expect(outputs.zeros).toBe(2 * 64 * 8 * 8)
  })
})

// Where no step of the epoch did, the biases still are what they began with: all alike.
it.each([2, STEPS + 1])('tells no ratio where the last step of an epoch made no update, of %i', async (steps) => {
  const recipe = { epochs: 2, accumulation: { gradientAccumulationSteps: steps } }
  const { anatomies } = await train(DEVICES[0]![1], { watches: true, recipe })
  expect(anatomies[1]!.weights.every(({ ratio }) => ratio === undefined)).toBe(true)
})

it('opens nothing to look with while nobody watches', async () => {
  const workersOf = async (watches: boolean) => {
    const { device, workers } = openMortalProcessor()
    await train(() => device, { watches, recipe: { epochs: 1 } })
    return workers.length
  }
  expect(await workersOf(false)).toBe(2)
  expect(await workersOf(true)).toBe(4)
})

it('goes on without where the device has no room to look', async () => {
  const { device, workers } = openMortalProcessor()
  const processor: Processor = {
    ...device.backend.processor!,
    spawn() {
      if (workers.length === 2) throw new CallFailure('device', 'There is no room.')
      return device.backend.processor!.spawn()
    },
  }
  const full = { ...device, backend: { ...device.backend, processor } }
  const { outcome, events } = await train(() => full, { watches: true, recipe: { epochs: 2 } })
  expect(outcome.kind).toBe('finished')
  expect(events.filter(({ type }) => type === 'anatomyFailed')).toEqual([
    { type: 'anatomyFailed', message: 'There is no room.' },
  ])
  expect(anatomiesOf(events)).toEqual([])
})
