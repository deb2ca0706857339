import { describe, expect, it } from 'vitest'
import { initialWeights } from '../../../model/graph/initialise'
import { createLayer, createStack } from '../../../model/graph/stack'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { drawStack } from '../plan/drawStack.fixture'
import { concat, makeImages, processorOf, trainFive, withTrainer, type TrainerRun } from '../trainers.fixture'
import { localProcessor } from './localProcessor.fixture'
import { TooLarge } from './limits'
import { createProcessorTrainer } from './processorTrainer'

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
})

describe('the trainer on the processor', () => {
  it('looks at images with the weights of when it was asked, whatever is queued behind', async () => {
    const images = makeImages(data)
    const rows = Uint32Array.from({ length: images.count }, (_, row) => row)
    expect(rows.length).toBeGreaterThan(2 * run.recipe.batchSize)
    const look = async (trainsBehind: boolean) => {
      const { trainer, close } = await processorOf(2)(images, { ...run, normalisation: rescaling(1) })
      trainer.loadWeights(initialWeights(stack, data, 1))
      trainer.beginEpoch(rows)
      const classified = trainer.classify(rows)
      if (trainsBehind) trainer.trainBatches(3)
      const result = await classified
      await trainer.readSteps()
      close()
      return result
    }
    expect(await look(true)).toEqual(await look(false))
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

  it('refuses a buffer that kernels can not count, though there is memory for it', async () => {
    // Nothing in front of it learns, so that these values have no gradients.
    const wide = createStack('image', [
      createLayer('UpSampling2D', { size: [64, 64] }),
      createLayer('UpSampling2D', { size: [16, 16] }),
      createLayer('GlobalAveragePooling2D'),
      createLayer('Dense', { units: 5, activation: 'softmax' }),
    ])
    const subject = { ...run, stack: wide, normalisation: rescaling(1) }
    const made = createProcessorTrainer({ ...subject, processor: localProcessor(1), images: makeImages(data) })
    await expect(made).rejects.toThrow(/^One of this model’s layers takes 2\.3 GB in each worker at this batch size, /)
  })
})
