import { describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import { initialWeights } from '../../../model/graph/initialise'
import { layerNames } from '../../../model/graph/names'
import { createLayer, createStack } from '../../../model/graph/stack'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import type { StepTime } from '../../protocol/stepTime'
import { fuse } from '../plan/fuse'
import { lowerStack } from '../plan/lowerStack'
import { toStepTime } from '../stepTime'
import { concat, trainFive, withCompiled } from '../trainers.fixture'

const data = { height: 16, width: 16, channels: 1, classes: 5 }
const stack = createStack('image', [
  { ...createLayer('Conv2D', { filters: 16, padding: 'same' }), name: 'loss' },
  createLayer('MaxPooling2D'),
  createLayer('Conv2D', { filters: 64, kernelSize: [5, 5], padding: 'same' }),
  createLayer('Flatten'),
  createLayer('Dropout'),
  createLayer('Dense', { units: 5, activation: 'softmax' }),
])
const run = { stack, data, recipe: { ...DEFAULT_RECIPE, batchSize: 8 } }

describe('the time of a step', () => {
  it('is summed by layers, whatever they are called, and beside them by what belongs to none', () => {
    const chunks = [{ buffer: 'pixels 0', firstRow: 0, rows: 40 }]
    const plan = lowerStack({ ...run, normalisation: rescaling(1), chunks })
    const operations = [...plan.forward, ...plan.backward]
    const time = toStepTime(
      plan,
      layerNames(stack),
      operations.map(() => 2),
      'device',
    )
    expect(time.milliseconds).toBe(2 * operations.length)
    expect(time.layers).toEqual({
      // A convolution learns its kernel; the second one passes a gradient on, too, through its transposed kernel.
      loss: { forward: 2, backward: 2 },
      conv2d: { forward: 2, backward: 6 },
      dropout: { forward: 2, backward: 2 },
      dense: { forward: 2, backward: 6 },
    })
    expect(time.rest).toEqual({ images: 2, loss: 4, update: 2 })
    expect(time.takenIn).toEqual({ max_pooling2d: { layer: 'loss' } })
  })

  it('goes to the layer whose operations do the work of others', () => {
    const shortcut = createLayer('ReLU')
    const branched = createStack('image', [
      createLayer('Conv2D', { filters: 4, padding: 'same', activation: 'linear' }),
      shortcut,
      createLayer('Conv2D', { filters: 4, padding: 'same' }),
      { ...createLayer('Add'), from: ['above', shortcut] },
      createLayer('Flatten'),
      createLayer('Dense', { units: 5, activation: 'linear' }),
      createLayer('Softmax'),
    ])
    const chunks = [{ buffer: 'pixels 0', firstRow: 0, rows: 40 }]
    const plan = lowerStack({ ...run, stack: branched, normalisation: rescaling(1), chunks })
    const times = [...plan.forward, ...plan.backward].map(() => 1)
    const time = toStepTime(plan, layerNames(branched), times, 'device')
    expect(time.takenIn).toEqual({ re_lu: { layer: 'conv2d' }, softmax: 'loss' })
    expect(Object.keys(time.layers)).toEqual(['conv2d', 'conv2d_1', 'add', 'dense'])
    const parts = Object.values(time.layers).flatMap(({ forward, backward }) => [forward, backward])
    expect([...parts, ...Object.values(time.rest)].reduce((sum, part) => sum + part)).toBe(times.length)
  })

  it('goes to the layer whose operation does the work of the loss', () => {
    const softmax = createStack('flat', [
      createLayer('Dense', { units: 7 }),
      createLayer('Dense', { units: 5, activation: 'linear' }),
      createLayer('Softmax'),
    ])
    const chunks = [{ buffer: 'pixels 0', firstRow: 0, rows: 40 }]
    const plan = fuse(lowerStack({ ...run, stack: softmax, normalisation: rescaling(1), chunks }))
    const times = [...plan.forward, ...plan.backward].map(() => 1)
    const time = toStepTime(plan, layerNames(softmax), times, 'device')
    expect(time.takenIn).toEqual({ softmax: { layer: 'dense_1' } })
    expect(time.layers).toEqual({ dense: { forward: 1, backward: 1 }, dense_1: { forward: 1, backward: 1 } })
    expect(time.rest).toEqual({ images: 1, loss: 0, update: 1 })
    expect(time.milliseconds).toBe(times.length)
  })

  it('is told by the device, and makes no difference to a training that comes after', async () => {
    const { device } = await openNodeGpu()
    await withCompiled(device, run, async (trainer) => {
      const before = await trainFive(trainer, 8)
      trainer.loadWeights(initialWeights(stack, data, 1))
      const shares: number[] = []
      const time = await trainer.measureStep!(new AbortController().signal, (share) => shares.push(share))
      expect(shares).toEqual(shares.toSorted((one, other) => one - other))
      expect([shares[0]! > 0, shares.at(-1)]).toEqual([true, 1])
      expect(await trainer.readWeights()).toEqual(initialWeights(stack, data, 1))

      expect(time.clock).toBe('device')
      expectSound(time)
      const { conv2d, dense } = time.layers
      // It has 80 times as many products as Dense, whose kernel also makes the loss.
      expect(conv2d!.forward + conv2d!.backward).toBeGreaterThan(dense!.forward + dense!.backward)

      const stop = new AbortController()
      const given = trainer.measureStep!(stop.signal, () => undefined)
      stop.abort()
      await expect(given).rejects.toBe(stop.signal.reason)

      trainer.loadWeights(initialWeights(stack, data, 1))
      const after = await trainFive(trainer, 8)
      expect(after.steps).toEqual(before.steps)
      expect(concat(after.weights)).toEqual(concat(before.weights))
    })
  })

  it('is measured from outside where the device tells no time', async () => {
    const { device } = await openNodeGpu({ timestamps: false })
    const layers = [createLayer('Flatten'), createLayer('Dense', { units: 5, activation: 'softmax' })]
    await withCompiled(device, { ...run, stack: createStack('image', layers) }, async (trainer) => {
      const time = await trainer.measureStep!(new AbortController().signal, () => undefined)
      expect(time.clock).toBe('queue')
      expect(Object.keys(time.layers)).toEqual(['dense'])
      expectSound(time)
    })
  })
})

/** No part took less than nothing, and all of them make up the whole. */
function expectSound({ layers, rest, milliseconds }: StepTime): void {
  const all = [...Object.values(layers).flatMap(({ forward, backward }) => [forward, backward]), ...Object.values(rest)]
  expect(all.every((time) => time >= 0)).toBe(true)
  expect(all.reduce((sum, time) => sum + time)).toBeCloseTo(milliseconds)
}
