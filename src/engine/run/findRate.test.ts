/** The learning-rate finder on real trainers. */
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Dataset } from '../../data/dataset'
import { createRandom } from '../../model/random'
import { createStack } from '../../model/graph/stack'
import { readSweep, sweepRates } from '../../model/training/rateFinder'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { keepPipelines } from '../trainers/webgpu/keepPipelines.fixture'
import { failOnDeviceErrors } from '../trainers/webgpu/watchDevice.fixture'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import { openTroubledDevice } from '../device/troubledDevice.fixture'
import type { RateProgress } from '../protocol/rateFinder'
import type { DeviceEvent } from '../protocol/device'
import { makeStripes, STRIPES_RECIPE, STRIPES_STACK } from '../stripes.fixture'
import { findRate } from './findRate'

const dataset = makeStripes({ train: 200, validation: 0, test: 60 })

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const gpu = keepPipelines(failOnDeviceErrors()((await openNodeGpu()).device))

const DEVICES = [
  ['WebGPU', () => openTroubledDevice(gpu).device, 'compiled'],
  ['the processor', () => openMortalProcessor(2).device, 'processor'],
  ['TensorFlow.js', () => openTroubledDevice().device, 'tfjs'],
] as const

interface Changes {
  readonly stack?: typeof STRIPES_STACK
  readonly recipe?: Partial<typeof STRIPES_RECIPE>
  readonly dataset?: Dataset
  readonly time?: number
  readonly stop?: AbortController
  readonly device?: () => ReturnType<(typeof DEVICES)[number][1]>
  readonly on?: () => void
}

async function find({ stack = STRIPES_STACK, recipe, stop = new AbortController(), on, ...rest }: Changes = {}) {
  const events: (DeviceEvent | RateProgress)[] = []
  // A slow machine takes its time.
  const { device = DEVICES[1][1], time = 1e6, ...parts } = rest
  const opened = device()
  const sweep = await findRate(
    { stack, recipe: { ...STRIPES_RECIPE, ...recipe } },
    {
      dataset,
      openDevice: () => Promise.resolve(opened),
      emit(event) {
        events.push(event)
        if (event.type === 'rateProgress') on?.()
      },
      time,
      ...parts,
    },
    stop.signal,
  )
  return { sweep, events }
}

describe.each(DEVICES)('a sweep on %s', (_, device, trainer) => {
  it('finds a rate at which the stripes are learned, and tells how far it is', async () => {
    const { sweep, events } = await find({ device })
    expect(sweep.planned).toBe(100)
    const { rates, losses, smoothed } = sweep.points
    expect([losses.length, smoothed.length]).toEqual([rates.length, rates.length])
    expect(rates).toEqual([...sweepRates(100)].slice(0, rates.length))
    const reading = readSweep(sweep.points, sweep.planned)
    if (reading.kind !== 'found') throw new Error(reading.message)
    expect(reading.valley.learningRate).toBeGreaterThan(1e-5)
    expect(reading.valley.learningRate).toBeLessThan(1)
    const chosen = events.find((event) => event.type === 'trainerChosen')
    expect(chosen?.choice.trainer).toBe(trainer)
    const told = events.filter((event) => event.type === 'rateProgress')
    expect(told.at(-1)).toEqual({ type: 'rateProgress', planned: 100, points: sweep.points })
  })
})

describe('a sweep', () => {
  it('is the same for the same seed, whatever the recipe’s own rate and schedule', async () => {
    const one = await find()
    const other = await find({ recipe: { learningRate: -1, schedule: { kind: 'oneCycle' } } })
    expect(other.sweep.points).toEqual(one.sweep.points)
    expect((await find({ recipe: { seed: 7 } })).sweep.points).not.toEqual(one.sweep.points)
  })

  it('goes through as many epochs as it takes, where one has a single batch', async () => {
    const { sweep } = await find({
      dataset: makeStripes({ train: 12, validation: 0, test: 0 }),
      recipe: { batchSize: 10 },
    })
    expect(sweep.points.losses.length).toBeGreaterThan(30)
  })

  it('ends where the loss grows out of bounds or is no number', async () => {
    const stack = createStack('flat', [STRIPES_STACK.layers.at(-1)!])
    const random = createRandom(1)
    const labels = dataset.labels.map(() => random.integer(2))
    const { sweep } = await find({ stack, dataset: { ...dataset, labels }, recipe: { optimizer: 'sgd' } })
    expect(sweep.ended).toBe('diverged')
    expect(sweep.points.losses.length).toBeLessThan(100)
    expect(sweep.points.losses.every(Number.isFinite)).toBe(true)
  })

  it('can be stopped', async () => {
    const stop = new AbortController()
    const reason = new Error('enough')
    await expect(find({ stop, on: () => stop.abort(reason) })).rejects.toThrow('enough')
  })

  it('says in words what it can’t do', async () => {
    const oneClass = { ...dataset, labels: new Uint16Array(dataset.count) }
    await expect(find({ dataset: oneClass })).rejects.toThrow(/^All images to train on are of one class/)
    const none = makeStripes({ train: 0, validation: 0, test: 10 })
    await expect(find({ dataset: none })).rejects.toThrow(/^The dataset has no train images/)
    const flawed = { ...STRIPES_STACK, layers: STRIPES_STACK.layers.slice(0, -1) }
    await expect(find({ stack: flawed })).rejects.toThrow(/./)
    await expect(find({ recipe: { batchSize: 0 } })).rejects.toThrow(/^Batch size must be/)
    await expect(find({ recipe: { batchSize: 1000 } })).rejects.toThrow(/^Batch size is 1,000, but there are only 170/)
    await expect(find({ time: 0 })).rejects.toThrow(/^This device is too slow for a sweep/)
  })
})
