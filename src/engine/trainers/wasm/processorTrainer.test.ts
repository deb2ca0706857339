import { describe, expect, it } from 'vitest'
import { initialWeights } from '../../../model/graph/initialise'
import { createLayer, createStack } from '../../../model/graph/stack'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import type { Checkpoint } from '../../run/loop/loop'
import { createGate } from '../../run/loop/gate'
import { runTraining } from '../../run/loop/runLoop'
import type { Trainer } from '../../trainer'
import { drawStack } from '../plan/drawStack.fixture'
import { concat, makeImages, ORDER, processorOf, trainFive, withTrainer, type TrainerRun } from '../trainers.fixture'
import { localProcessor } from './localProcessor.fixture'
import { createProcessorTrainer, TooLarge } from './processorTrainer'

const data = { height: 12, width: 12, channels: 1, classes: 5 }
const stack = createStack('flat', [
  createLayer('Reshape', { targetShape: [12, 12, 1] }),
  createLayer('Conv2D', { filters: 4, kernelSize: [2, 2] }),
  createLayer('MaxPooling2D'),
  createLayer('BatchNormalization'),
  createLayer('Dropout', { rate: 0.25 }),
  createLayer('Flatten'),
  createLayer('Dense', { units: 16 }),
  createLayer('Dropout', { rate: 0.5 }),
  createLayer('Dense', { units: 5, activation: 'softmax' }),
])
const run: TrainerRun = { stack, data, recipe: { ...DEFAULT_RECIPE, batchSize: 8 } }

const five = (threads: number, of: TrainerRun) =>
  withTrainer(processorOf(threads), of, async (trainer) => {
    const { steps, classified, weights } = await trainFive(trainer, of.recipe.batchSize)
    return { steps, classified, weights: concat(weights) }
  })

describe('the same seed gives the same weights on any number of workers', () => {
  it.each([8, 7, 9])('with batch normalisation and dropout, batch %i', async (batchSize) => {
    const one = { ...run, recipe: { ...run.recipe, batchSize } }
    const alone = await five(1, one)
    for (const threads of [2, 3, 4, 16]) expect(await five(threads, one)).toEqual(alone)
  })

  it.each([1, 2, 3, 4, 5, 6])('with layers of all types: drawn stack %i', async (seed) => {
    const drawn = { ...drawStack(seed), recipe: { ...DEFAULT_RECIPE, batchSize: 6 } }
    const alone = await five(1, drawn)
    for (const threads of [2, 4]) expect(await five(threads, drawn)).toEqual(alone)
  })

  it('with batches that leave a worker more than one part, and shorter ones behind them', async () => {
    const images = { count: 126, pixels: new Uint8Array(126 * 144), labels: new Uint16Array(126) }
    for (let i = 0; i < images.pixels.length; i++) images.pixels[i] = (i * 7919) % 251
    const rows = Uint32Array.from({ length: 126 }, (_, row) => row)
    const train = async (threads: number) => {
      const { trainer, close } = await processorOf(threads)(images, {
        ...run,
        recipe: { ...run.recipe, batchSize: 64 },
        normalisation: rescaling(1),
      })
      trainer.loadWeights(initialWeights(stack, data, 1))
      // 64 images and 62, and a look at 64 and 52.
      trainer.beginEpoch(rows)
      trainer.trainBatches(2)
      await trainer.classify(rows.subarray(0, 116))
      const weights = concat(await trainer.readWeights())
      close()
      return weights
    }
    const alone = await train(1)
    for (const threads of [2, 3, 5, 6, 7]) expect(await train(threads)).toEqual(alone)
  })

  it('and another seed gives others', async () => {
    const other = await five(2, { ...run, recipe: { ...run.recipe, seed: 2 } })
    expect(other.weights).not.toEqual((await five(2, run)).weights)
  })
})

describe('the trainer on the processor', () => {
  it('begins anew when weights are loaded, and says which one is missing', async () => {
    await withTrainer(processorOf(2), run, async (trainer) => {
      expect(() => trainer.loadWeights(new Map())).toThrow(/conv2d\/kernel/)
      const first = await trainFive(trainer, 8)
      trainer.loadWeights(initialWeights(stack, data, 1))
      const again = await trainFive(trainer, 8)
      expect(again.steps).toEqual(first.steps)
      expect(concat(again.weights)).toEqual(concat(first.weights))
    })
  })

  it('goes on from a checkpoint as if it had never stopped, on another number of workers', async () => {
    const { uninterrupted, checkpoint } = await withTrainer(processorOf(2), run, async (trainer) => {
      const whole = await trainFive(trainer, 8)
      trainer.loadWeights(initialWeights(stack, data, 1))
      trainer.beginEpoch(ORDER.subarray(0, 35))
      trainer.trainBatches(2)
      return { uninterrupted: whole, checkpoint: await trainer.saveState() }
    })
    await withTrainer(processorOf(3), run, async (trainer) => {
      trainer.beginEpoch(ORDER)
      trainer.trainBatches(1)
      await trainer.readSteps()
      trainer.restoreState(checkpoint)
      expect(trainer.trainBatches(99)).toBe(3)
      expect(await trainer.readSteps()).toEqual(uninterrupted.steps.slice(2))
      expect(concat(await trainer.readWeights())).toEqual(concat(uninterrupted.weights))
    })
  })

  it('ends a run alike that goes on after an epoch', async () => {
    const recipe = { ...run.recipe, epochs: 3 }
    const [train, validation, test] = [ORDER.slice(0, 27), ORDER.slice(27, 33), ORDER.slice(33)]
    const { labels } = makeImages(data)
    const examples = { labels, classes: ['a', 'b', 'c', 'd', 'e'], train, validation, test }
    const finish = async (trainer: Trainer, from?: Checkpoint) => {
      const { signal } = new AbortController()
      const loop = runTraining({
        trainer,
        examples,
        recipe,
        gate: createGate(),
        signal,
        saveEvery: 0,
        ...(from ? { from } : {}),
      })
      const points: Checkpoint[] = []
      for (;;) {
        const { done, value } = await loop.next()
        if (done) return { points, end: value }
        if (value.type === 'saved') points.push(value.checkpoint)
      }
    }
    const whole = await withTrainer(processorOf(2), { ...run, recipe }, (trainer) => finish(trainer))
    const resumed = await withTrainer(processorOf(2), { ...run, recipe }, (trainer) => {
      trainer.restoreState(whole.points[1]!.state)
      return finish(trainer, whole.points[1])
    })
    expect(resumed.points.map(({ epoch }) => epoch)).toEqual([4])
    expect(resumed.end.kind).toBe('finished')
    expect(resumed.end).toEqual(whole.end)
  })

  it('is not disturbed by classifying in the middle of an epoch', async () => {
    await withTrainer(processorOf(2), run, async (trainer) => {
      const undisturbed = await trainFive(trainer, 8)
      trainer.loadWeights(initialWeights(stack, data, 1))
      trainer.beginEpoch(ORDER.subarray(0, 35))
      for (let i = 0; i < 5; i++) {
        trainer.trainBatches(1)
        await trainer.classify(ORDER)
      }
      expect(await trainer.readSteps()).toEqual(undisturbed.steps)
      expect(concat(await trainer.readWeights())).toEqual(concat(undisturbed.weights))
    })
  })

  it('tells how long each layer takes, how far it is, and trains on as if nothing had been', async () => {
    await withTrainer(processorOf(2), run, async (trainer) => {
      const undisturbed = await trainFive(trainer, 8)
      const shares: number[] = []
      const time = await trainer.measureStep!(new AbortController().signal, (share) => shares.push(share))
      expect(Object.keys(time.layers)).toEqual(expect.arrayContaining(['conv2d', 'batch_normalization', 'dense']))
      for (const { forward, backward } of Object.values(time.layers)) expect(forward + backward).toBeGreaterThan(0)
      expect(time.rest.update).toBeGreaterThan(0)
      expect(shares).toEqual(shares.toSorted((a, b) => a - b))
      expect(shares.at(-1)).toBe(1)
      trainer.loadWeights(initialWeights(stack, data, 1))
      expect(concat((await trainFive(trainer, 8)).weights)).toEqual(concat(undisturbed.weights))
    })
  })

  it('stops measuring when it is no longer wanted', async () => {
    await withTrainer(processorOf(1), run, async (trainer) => {
      const stop = new AbortController()
      const measured = trainer.measureStep!(stop.signal, () => stop.abort())
      await expect(measured).rejects.toThrow('aborted')
    })
  })

  it('refuses what no worker has memory for, before it asks for it', async () => {
    const wide = createStack('image', [
      createLayer('Conv2D', { filters: 4096, kernelSize: [1, 1], padding: 'same' }),
      createLayer('Flatten'),
      createLayer('Dense', { units: 512 }),
      createLayer('Dense', { units: 5, activation: 'softmax' }),
    ])
    const subject = { ...run, stack: wide, data: { ...data, height: 40, width: 40 }, normalisation: rescaling(1) }
    const made = createProcessorTrainer({ ...subject, processor: localProcessor(2), images: makeImages(data) })
    await expect(made).rejects.toThrow(TooLarge)
    await expect(made).rejects.toThrow(/^This model takes \d+\.\d GB in each worker at this batch size, /)
  })
})
