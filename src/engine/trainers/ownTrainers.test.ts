/** What the trainers of our own do alike; what each does in its way is tested beside it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { initialWeights } from '../../model/graph/initialise'
import { createLayer, createStack } from '../../model/graph/stack'
import { NO_AUGMENTATION } from '../../model/training/augmentation'
import { augmentImage, drawNumber } from '../../model/training/augmentImage'
import { rescaling } from '../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { StepTime } from '../protocol/stepTime'
import { createGate } from '../run/loop/gate'
import type { Checkpoint } from '../run/loop/loop'
import { runTraining } from '../run/loop/runLoop'
import type { Trainer } from '../trainer'
import { errorOf } from './errorOf.fixture'
import { OWN_TRAINERS } from './ownTrainers.fixture'
import {
  concat,
  makeImages,
  ORDER,
  trainFive,
  withTrainer,
  type OpenTrainer,
  type TrainerRun,
} from './trainers.fixture'

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
const run: TrainerRun = { stack, data, recipe: { ...DEFAULT_RECIPE, batchSize: 8, epochs: 3 } }
const { labels } = makeImages(data)

/** As `withTrainer` loads them. */
const beginAnew = (trainer: Trainer): void => trainer.loadWeights(initialWeights(stack, data, 1))

/** The steps of `trainFive`, of which the first so many are queued. */
function begin(trainer: Trainer, steps: number): void {
  beginAnew(trainer)
  trainer.beginEpoch(ORDER.subarray(0, 35))
  expect(trainer.trainBatches(steps)).toBe(steps)
}

type Opened = Awaited<ReturnType<OpenTrainer>>

describe.each(OWN_TRAINERS)('the trainer on %s', (_name, { open, openElsewhere }) => {
  let opened: Opened
  let elsewhere: Opened
  let trainer: Trainer
  /** By a trainer that did nothing before. */
  let five: Awaited<ReturnType<typeof trainFive>>
  beforeAll(async () => {
    const subject = { ...run, normalisation: rescaling(1) }
    opened = await open(makeImages(data), subject)
    elsewhere = await openElsewhere(makeImages(data), subject)
    trainer = opened.trainer
    beginAnew(trainer)
    five = await trainFive(trainer, 8)
  })
  afterAll(() => {
    opened.close()
    elsewhere.close()
  })

  it('gives the same weights for the same seed, bit for bit, and others for another', async () => {
    expect(await withTrainer(open, run, (each) => trainFive(each, 8))).toEqual(five)
    const other = { ...run, recipe: { ...run.recipe, seed: 2 } }
    const { weights } = await withTrainer(open, other, (each) => trainFive(each, 8))
    expect(concat(weights)).not.toEqual(concat(five.weights))
  })

  it('begins anew when weights are loaded, and says which one is missing', async () => {
    expect(() => trainer.loadWeights(new Map())).toThrow(/conv2d\/kernel/)
    begin(trainer, 2)
    await trainer.readSteps()
    beginAnew(trainer)
    expect(trainer.trainBatches(1)).toBe(0)
    expect(await trainFive(trainer, 8)).toEqual(five)
  })

  it('goes on from a checkpoint elsewhere as if it had never stopped', async () => {
    begin(trainer, 2)
    await trainer.readSteps()
    const checkpoint = await trainer.saveState()
    const other = elsewhere.trainer
    beginAnew(other)
    other.beginEpoch(ORDER)
    other.trainBatches(1)
    await other.readSteps()
    other.restoreState(checkpoint)
    expect(other.trainBatches(99)).toBe(3)
    expect(await other.readSteps()).toEqual(five.steps.slice(2))
    expect(concat(await other.readWeights())).toEqual(concat(five.weights))
  })

  it('ends a run alike that goes on elsewhere after an epoch', async () => {
    const [train, validation, test] = [ORDER.slice(0, 27), ORDER.slice(27, 33), ORDER.slice(33)]
    const examples = { labels, classes: ['a', 'b', 'c', 'd', 'e'], train, validation, test }
    const { recipe } = run
    const finish = async (each: Trainer, from?: Checkpoint) => {
      const { signal } = new AbortController()
      const loop = runTraining({
        trainer: each,
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
    beginAnew(trainer)
    const whole = await finish(trainer)
    elsewhere.trainer.restoreState(whole.points[1]!.state)
    const resumed = await finish(elsewhere.trainer, whole.points[1])
    expect(resumed.points.map(({ epoch }) => epoch)).toEqual([4])
    expect(resumed.end.kind).toBe('finished')
    expect(resumed.end).toEqual(whole.end)
  })

  it('pauses after any step of an epoch, and saves where it is, though nothing was read', async () => {
    begin(trainer, 1)
    const early = await trainer.saveState()
    expect(trainer.trainBatches(0)).toBe(0)
    expect(trainer.trainBatches(2)).toBe(2)
    const later = await trainer.saveState()
    expect(await trainer.readSteps()).toEqual(five.steps.slice(0, 3))
    expect(await trainer.readSteps()).toEqual([])
    for (const [state, done] of [
      [later, 3],
      [early, 1],
    ] as const) {
      expect(state.order).toEqual(ORDER.slice(8 * done, 35))
      trainer.restoreState(state)
      expect(trainer.trainBatches(99)).toBe(5 - done)
      expect(await trainer.readSteps()).toEqual(five.steps.slice(done))
      expect(concat(await trainer.readWeights())).toEqual(concat(five.weights))
    }
  })

  it('weighs classes in training, and looks at images without weighing', async () => {
    // Each image is a batch of its own, and nothing is learned.
    const dense = createStack('flat', [stack.layers.at(-1)!])
    const single = { ...run, stack: dense, recipe: { ...run.recipe, batchSize: 1, learningRate: 0 } }
    const losses = (classWeights?: readonly number[]) =>
      withTrainer(open, { ...single, ...(classWeights && { classWeights }) }, async (each) => {
        each.beginEpoch(ORDER)
        each.trainBatches(ORDER.length)
        const trained = (await each.readSteps()).map(({ loss }) => loss)
        return { trained, seen: await each.classify(ORDER.subarray(0, 1)) }
      })
    const classWeights = [0, 0.5, 1, 2, 4]
    const [plain, weighed] = [await losses(), await losses(classWeights)]
    const expected = plain.trained.map((loss, step) => loss * classWeights[labels[ORDER[step]!]!]!)
    expect(new Set(ORDER.map((row) => labels[row]!)).size).toBe(5)
    expect(errorOf(weighed.trained, expected)).toBeLessThan(1e-6)
    expect(weighed.seen).toEqual(plain.seen)
  })

  it('looks at images alike, however many at a time, and at none', async () => {
    begin(trainer, 3)
    await trainer.readSteps()
    const { lossSum, predicted, rank } = await trainer.classify(ORDER)
    expect(predicted).toHaveLength(ORDER.length)
    const seen = []
    for (const rows of [ORDER.subarray(0, 1), ORDER.subarray(1, 10), ORDER.subarray(10)]) {
      seen.push(await trainer.classify(rows))
    }
    expect(seen.flatMap((part) => [...part.predicted])).toEqual([...predicted])
    expect(seen.reduce((sum, part) => sum + part.lossSum, 0) / lossSum).toBeCloseTo(1, 6)
    expect(seen.flatMap((part) => [...part.rank])).toEqual([...rank])
    const isRight = Array.from(ORDER, (row, i) => predicted[i] === labels[row])
    expect(Array.from(rank, (each) => each === 0)).toEqual(isRight)
    const none = { lossSum: 0, predicted: new Int32Array(), rank: new Int32Array() }
    expect(await trainer.classify(ORDER.subarray(0, 0))).toEqual(none)
  })

  it('tells the logits where it is asked, of which losses and classes come', async () => {
    begin(trainer, 3)
    await trainer.readSteps()
    const { logits, ...seen } = await trainer.classify(ORDER, { logits: true })
    expect(await trainer.classify(ORDER)).toEqual(seen)
    const { classes } = run.data
    expect(logits).toHaveLength(ORDER.length * classes)
    const rows = Array.from(ORDER, (_, i) => [...logits!.subarray(i * classes, (i + 1) * classes)])
    expect(rows.map((row) => row.indexOf(Math.max(...row)))).toEqual([...seen.predicted])
    const losses = rows.map(
      (row, i) => Math.log(row.reduce((sum, each) => sum + Math.exp(each), 0)) - row[labels[ORDER[i]!]!]!,
    )
    expect(errorOf([seen.lossSum], [losses.reduce((sum, loss) => sum + loss, 0)])).toBeLessThan(1e-5)
    expect((await trainer.classify(ORDER.subarray(5, 16), { logits: true })).logits).toEqual(
      logits!.slice(5 * classes, 16 * classes),
    )
  })

  it('is not disturbed by classifying in the middle of an epoch', async () => {
    beginAnew(trainer)
    trainer.beginEpoch(ORDER.subarray(0, 35))
    for (let i = 0; i < 5; i++) {
      trainer.trainBatches(1)
      await trainer.classify(ORDER)
    }
    expect(await trainer.readSteps()).toEqual(five.steps)
    expect(concat(await trainer.readWeights())).toEqual(concat(five.weights))
  })

  it('does a step by itself as it does it in a row, bit for bit, and tells of each image', async () => {
    beginAnew(trainer)
    trainer.beginEpoch(ORDER.subarray(0, 35))
    const steps = []
    for (let step = 0; step < 5; step++) {
      if (step === 1 || step === 3) {
        trainer.trainBatches(1)
        steps.push(...(await trainer.readSteps()))
        continue
      }
      const look = await trainer.lookAtStep()
      steps.push(look.metrics)
      expect(look.step).toBe(step)
      expect(look.rows).toEqual(ORDER.slice(8 * step, Math.min(35, 8 * step + 8)))
      const right = look.rows.filter((row, at) => labels[row] === look.predicted[at])
      expect(right).toHaveLength(look.metrics.correct)
      const mean = look.losses.reduce((sum, loss) => sum + loss, 0) / look.rows.length
      expect(mean / look.metrics.loss).toBeCloseTo(1, 5)
    }
    expect(steps).toEqual(five.steps)
    expect(concat(await trainer.readWeights())).toEqual(concat(five.weights))
    await expect(trainer.lookAtStep()).rejects.toThrow('The epoch has no batch left')
  })

  it('sees in a step what `augmentImage` draws by its number, the seed and the place', async () => {
    const dense = createStack('flat', [stack.layers.at(-1)!])
    // Mirrored bytes are bytes.
    const augmentation = { ...NO_AUGMENTATION, horizontalFlip: true, verticalFlip: true }
    const recipe = { ...run.recipe, augmentation }
    const looks = await withTrainer(open, { ...run, stack: dense, recipe }, async (each) => {
      each.beginEpoch(ORDER.subarray(0, 20))
      return [await each.lookAtStep(), await each.lookAtStep(), await each.lookAtStep()]
    })
    const images = makeImages(data)
    const size = 12 * 12
    const seen = Uint8ClampedArray.from(images.pixels)
    for (const { rows, step } of looks) {
      for (const [place, row] of rows.entries()) {
        const image = images.pixels.subarray(row * size, (row + 1) * size)
        const number = drawNumber(recipe.seed, step, place)
        augmentImage(image, data, augmentation, number, seen.subarray(row * size, (row + 1) * size))
      }
    }
    const subject = { data, stack: dense, recipe: run.recipe, normalisation: rescaling(1) }
    const plain = await open({ ...images, pixels: Uint8Array.from(seen) }, subject)
    plain.trainer.loadWeights(initialWeights(dense, data, 1))
    plain.trainer.beginEpoch(ORDER.subarray(0, 20))
    for (const { losses, predicted } of looks) {
      const look = await plain.trainer.lookAtStep()
      expect(look.predicted).toEqual(predicted)
      expect(errorOf(look.losses, losses)).toBeLessThan(1e-4)
    }
    plain.close()
  })

  it('tells how long each layer takes, how far it is, and trains on as if nothing had been', async () => {
    beginAnew(trainer)
    const shares: number[] = []
    const time = await trainer.measureStep!(new AbortController().signal, (share) => shares.push(share))
    expect(time.clock).toBe('device')
    expect(Object.keys(time.layers)).toEqual(expect.arrayContaining(['conv2d', 'batch_normalization', 'dense']))
    for (const { forward, backward } of Object.values(time.layers)) expect(forward + backward).toBeGreaterThan(0)
    expect(time.rest.update).toBeGreaterThan(0)
    expectSound(time)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect([shares[0]! > 0, shares.at(-1)]).toEqual([true, 1])
    beginAnew(trainer)
    expect(await trainFive(trainer, 8)).toEqual(five)
  })

  it('stops measuring when it is no longer wanted', async () => {
    const stop = new AbortController()
    const reason = new Error('Enough')
    const measured = trainer.measureStep!(stop.signal, () => stop.abort(reason))
    await expect(measured).rejects.toBe(reason)
    beginAnew(trainer)
    expect(await trainFive(trainer, 8)).toEqual(five)
  })

  it('can be given up with steps that nobody waits for, while others train', async () => {
    await withTrainer(open, run, (other) => Promise.resolve(begin(other, 5)))
    beginAnew(trainer)
    expect(await trainFive(trainer, 8)).toEqual(five)
  })
})

/** No part took less than nothing, and all of them make up the whole. */
function expectSound({ layers, rest, milliseconds }: StepTime): void {
  const all = [...Object.values(layers).flatMap(({ forward, backward }) => [forward, backward]), ...Object.values(rest)]
  expect(all.every((time) => time >= 0)).toBe(true)
  expect(all.reduce((sum, time) => sum + time)).toBeCloseTo(milliseconds)
}
