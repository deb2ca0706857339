import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { initialWeights, type Weights } from '../../model/initialWeights'
import { ACTIVATIONS } from '../../model/layers/activations'
import { rescaling, type Normalisation } from '../../model/normalisation'
import { createRandom } from '../../model/random'
import { DEFAULT_RECIPE, type Recipe } from '../../model/recipe'
import { analyseStack, type DataShape } from '../../model/shapes'
import { createLayer, createStack, type Stack } from '../../model/stack'
import { uploadDataset } from '../tfjs/deviceDataset'
import { createTfjsTrainer } from '../tfjs/tfjsTrainer'
import { createGate } from '../worker/gate'
import { runTraining, type RunPoint } from '../worker/runLoop'
import type { Trainer } from '../worker/trainer'
import { createCompiledTrainer, type CompiledTrainer } from './compiledTrainer'
import { openImages } from './deviceImages'
import { errorOf } from './errorOf.fixture'

// A software adapter compiles shaders on the processor, which other tests keep busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let device: GPUDevice
const troubles: string[] = []
beforeAll(async () => {
  device = (await openNodeGpu()).device
  device.addEventListener('uncapturederror', ({ error }) => troubles.push(error.message))
  await tf.setBackend('cpu')
})
afterEach(() => {
  const [trouble] = troubles.splice(0)
  if (trouble !== undefined) throw new Error(trouble)
})

interface Run {
  readonly stack: Stack
  readonly data: DataShape
  readonly recipe: Recipe
  readonly normalisation?: Normalisation
  readonly classWeights?: readonly number[]
}

const IMAGES = 40

function makeDataset({ height, width, channels, classes }: DataShape) {
  const random = createRandom(11)
  return {
    count: IMAGES,
    pixels: Uint8Array.from({ length: IMAGES * height * width * channels }, () => random.integer(256)),
    labels: Uint16Array.from({ length: IMAGES }, () => random.integer(classes)),
  }
}

async function withCompiled<Result>(
  run: Run,
  work: (trainer: CompiledTrainer) => Promise<Result>,
  on = device,
): Promise<Result> {
  const images = await openImages(on, makeDataset(run.data), run.recipe.batchSize)
  const normalisation = run.normalisation ?? rescaling(run.data.channels)
  const trainer = await createCompiledTrainer({ ...run, normalisation, device: on, images })
  try {
    trainer.loadWeights(initialWeights(run.stack, run.data, 1))
    return await work(trainer)
  } finally {
    trainer.dispose()
    images.dispose()
  }
}

async function withOracle<Result>(run: Run, work: (trainer: Trainer) => Promise<Result>): Promise<Result> {
  const dataset = makeDataset(run.data)
  const normalisation = run.normalisation ?? rescaling(run.data.channels)
  const uploaded = uploadDataset(dataset, run.data, normalisation, Infinity)
  const trainer = await createTfjsTrainer({ ...run, dataset: uploaded, labels: dataset.labels })
  try {
    trainer.loadWeights(initialWeights(run.stack, run.data, 1))
    return await work(trainer)
  } finally {
    trainer.dispose()
    uploaded.dispose()
  }
}

const ORDER = createRandom(5).shuffle(Uint32Array.from({ length: IMAGES }, (_, i) => i))

/** Five steps, the last of them on a short batch, and then a look at some rows. */
async function trainFive(trainer: Trainer, batchSize: number) {
  trainer.beginEpoch(ORDER.subarray(0, 4 * batchSize + 3))
  expect(trainer.trainBatches(2) + trainer.trainBatches(99)).toBe(5)
  expect(trainer.trainBatches(1)).toBe(0)
  const classified = await trainer.classify(ORDER.subarray(3, 3 + 2 * batchSize + 1))
  return { steps: await trainer.readSteps(), classified, weights: await trainer.readWeights() }
}

function concat(weights: Weights): Float32Array {
  return Float32Array.from([...weights.values()].flatMap((values) => [...values]))
}

/** A stack drawn from the layer types, trainable on the data. */
function drawStack(seed: number): Pick<Run, 'stack' | 'data'> {
  const random = createRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(items.length)]!
  const activation = () => pick(ACTIVATIONS).value
  const data = {
    height: 6 + random.integer(5),
    width: 6 + random.integer(5),
    channels: pick([1, 3, 4]),
    classes: pick([2, 3, 10]),
  }
  for (;;) {
    const strided = random.next() < 0.3
    const layers = [
      createLayer('Conv2D', {
        filters: 1 + random.integer(9),
        kernelSize: [1 + random.integer(3), 1 + random.integer(3)],
        strides: strided ? [1 + random.integer(2), 2] : [1, 1],
        dilationRate: !strided && random.next() < 0.3 ? [2, 1] : [1, 1],
        padding: pick(['same', 'valid']),
        activation: activation(),
      }),
      ...(random.next() < 0.6
        ? [createLayer('MaxPooling2D', { strides: pick([null, [1, 1], [2, 3]]), padding: pick(['same', 'valid']) })]
        : []),
      createLayer('Dropout', { rate: 0 }),
      ...(random.next() < 0.6
        ? [
            createLayer('Conv2D', {
              filters: 2 + random.integer(6),
              kernelSize: [2, 3],
              padding: 'same',
              activation: activation(),
            }),
          ]
        : []),
      createLayer('Flatten'),
      ...(random.next() < 0.5
        ? [createLayer('Dense', { units: 3 + random.integer(20), activation: activation() })]
        : []),
      createLayer('Dense', { units: data.classes, activation: 'softmax' }),
    ]
    const stack = createStack('image', layers)
    if (analyseStack(stack, data).trainable) return { stack, data }
  }
}

const describeStack = ({ layers }: Stack): string =>
  layers.map(({ className, args }) => `${className} ${Object.values(args).join(' ')}`.trim()).join(' - ')

describe('beside the trainer on TensorFlow.js', () => {
  const recipe = { ...DEFAULT_RECIPE, optimizer: 'sgd', learningRate: 0.02, batchSize: 6 } as const
  const drawn = Array.from({ length: 8 }, (_, i) => drawStack(i + 1))
  it.each(drawn.map((run) => [describeStack(run.stack), run] as const))(
    'agrees after 5 steps: %s',
    async (_, drawnRun) => {
      const run = { ...drawnRun, recipe }
      const expected = await withOracle(run, (trainer) => trainFive(trainer, recipe.batchSize))
      const actual = await withCompiled(run, (trainer) => trainFive(trainer, recipe.batchSize))
      expect(actual.steps.map(({ images, correct }) => ({ images, correct }))).toEqual(
        expected.steps.map(({ images, correct }) => ({ images, correct })),
      )
      const losses = (steps: typeof actual.steps): number[] => steps.map(({ loss }) => loss)
      expect(errorOf(losses(actual.steps), losses(expected.steps))).toBeLessThan(1e-4)
      expect(errorOf(concat(actual.weights), concat(expected.weights))).toBeLessThan(1e-4)
      expect(actual.classified.predicted).toEqual(expected.classified.predicted)
      expect(actual.classified.lossSum / expected.classified.lossSum).toBeCloseTo(1, 4)
    },
  )

  it.each([
    { optimizer: 'adam', momentum: 0 },
    { optimizer: 'rmsprop', momentum: 0.5 },
    { optimizer: 'sgd', momentum: 0 },
  ] as const)('loses alike under $optimizer', async (changes) => {
    const run = { ...drawStack(3), recipe: { ...recipe, ...changes, learningRate: 0.003 } }
    const expected = await withOracle(run, (trainer) => trainFive(trainer, recipe.batchSize))
    const actual = await withCompiled(run, (trainer) => trainFive(trainer, recipe.batchSize))
    expected.steps.forEach(({ loss }, i) => expect(actual.steps[i]!.loss).toBeCloseTo(loss, 4))
  })
})

describe('beside it, on images that a recipe changes', () => {
  const recipe = { ...DEFAULT_RECIPE, optimizer: 'sgd', learningRate: 0.02, batchSize: 6 } as const
  const drawn = drawStack(3)
  const { channels, classes } = drawn.data
  const augmentation = {
    ...recipe.augmentation,
    rotation: 20,
    widthShift: 0.1,
    zoom: 0.2,
    noise: 0.05,
    horizontalFlip: true,
  }

  it.each<[string, Partial<Run>]>([
    [
      'standardised',
      {
        normalisation: {
          mean: Array.from({ length: channels }, (_, i) => 90 + 30 * i),
          deviation: Array.from({ length: channels }, (_, i) => 60 + 10 * i),
        },
      },
    ],
    ['weighted by class', { classWeights: Array.from({ length: classes }, (_, i) => 0.25 + i) }],
    ['augmented', { recipe: { ...recipe, augmentation } }],
  ])('agrees after 5 steps: %s', async (_, changes) => {
    const run = { ...drawn, recipe, ...changes }
    const plain = await withCompiled({ ...drawn, recipe }, (trainer) => trainFive(trainer, recipe.batchSize))
    const expected = await withOracle(run, (trainer) => trainFive(trainer, recipe.batchSize))
    const actual = await withCompiled(run, (trainer) => trainFive(trainer, recipe.batchSize))
    const losses = (steps: typeof actual.steps): number[] => steps.map(({ loss }) => loss)
    expect(errorOf(losses(actual.steps), losses(expected.steps))).toBeLessThan(1e-4)
    expect(errorOf(concat(actual.weights), concat(expected.weights))).toBeLessThan(1e-4)
    expect(actual.classified.predicted).toEqual(expected.classified.predicted)
    expect(actual.classified.lossSum / expected.classified.lossSum).toBeCloseTo(1, 4)
    expect(errorOf(losses(plain.steps), losses(expected.steps))).toBeGreaterThan(1e-3)
  })

  it('augments alike after a checkpoint, and looks at other images as they are', async () => {
    const run = { ...drawn, recipe: { ...recipe, augmentation } }
    await withCompiled(run, async (trainer) => {
      const whole = await trainFive(trainer, 6)
      trainer.loadWeights(initialWeights(run.stack, run.data, 1))
      trainer.beginEpoch(ORDER.subarray(0, 27))
      trainer.trainBatches(2)
      const checkpoint = await trainer.saveCheckpoint()
      trainer.trainBatches(1)
      await trainer.readSteps()
      trainer.restoreCheckpoint(checkpoint)
      trainer.trainBatches(99)
      expect(await trainer.readSteps()).toEqual(whole.steps.slice(2))
      expect(concat(await trainer.readWeights())).toEqual(concat(whole.weights))
      const seen = await trainer.classify(ORDER)
      expect(await trainer.classify(ORDER)).toEqual(seen)
    })
  })
})

describe('the compiled trainer', () => {
  const data = { height: 12, width: 12, channels: 1, classes: 5 }
  const stack = createStack('flat', [
    createLayer('Reshape', { targetShape: [12, 12, 1] }),
    createLayer('Conv2D', { filters: 8 }),
    createLayer('MaxPooling2D'),
    createLayer('Dropout', { rate: 0.25 }),
    createLayer('Flatten'),
    createLayer('Dense', { units: 16 }),
    createLayer('Dropout', { rate: 0.5 }),
    createLayer('Dense', { units: 5, activation: 'softmax' }),
  ])
  const run = { stack, data, recipe: { ...DEFAULT_RECIPE, batchSize: 8 } }

  it('gives the same weights for the same seed, bit for bit, and others for another', async () => {
    const train = (seed: number) =>
      withCompiled({ ...run, recipe: { ...run.recipe, seed } }, async (trainer) =>
        concat((await trainFive(trainer, 8)).weights),
      )
    const [first, second, third, other] = [await train(1), await train(1), await train(1), await train(2)]
    expect(second).toEqual(first)
    expect(third).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('begins anew when weights are loaded, and says which one is missing', async () => {
    await withCompiled(run, async (trainer) => {
      expect(() => trainer.loadWeights(new Map())).toThrow(/conv2d\/kernel/)
      const first = await trainFive(trainer, 8)
      trainer.loadWeights(initialWeights(stack, data, 1))
      const again = await trainFive(trainer, 8)
      expect(again.steps).toEqual(first.steps)
      expect(concat(again.weights)).toEqual(concat(first.weights))
    })
  })

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const uninterrupted = await withCompiled(run, (trainer) => trainFive(trainer, 8))
    const checkpoint = await withCompiled(run, (trainer) => {
      trainer.beginEpoch(ORDER.subarray(0, 35))
      trainer.trainBatches(2)
      return trainer.saveCheckpoint()
    })
    await withCompiled(run, async (trainer) => {
      trainer.beginEpoch(ORDER)
      trainer.trainBatches(1)
      await trainer.readSteps()
      trainer.restoreCheckpoint(checkpoint)
      expect(trainer.trainBatches(99)).toBe(3)
      expect(await trainer.readSteps()).toEqual(uninterrupted.steps.slice(2))
      expect(concat(await trainer.readWeights())).toEqual(concat(uninterrupted.weights))
    })
  })

  it('ends a run alike that goes on after an epoch on another device', async () => {
    const recipe = { ...run.recipe, epochs: 3 }
    const [train, validation, test] = [ORDER.slice(0, 27), ORDER.slice(27, 33), ORDER.slice(33)]
    const { labels } = makeDataset(data)
    const examples = { labels, classes: ['a', 'b', 'c', 'd', 'e'], train, validation, test }
    const finish = async (trainer: CompiledTrainer, from?: RunPoint) => {
      const { signal } = new AbortController()
      const loop = runTraining({ trainer, examples, recipe, gate: createGate(), signal, ...(from ? { from } : {}) })
      const ends: { epoch: number; point: RunPoint }[] = []
      for (;;) {
        const { done, value } = await loop.next()
        if (done) return { ends, end: value }
        if (value.type === 'epochEnd') ends.push(value)
      }
    }
    const whole = await withCompiled({ ...run, recipe }, (trainer) => finish(trainer))
    const { device: other } = await openNodeGpu()
    const resumed = await withCompiled(
      { ...run, recipe },
      (trainer) => {
        trainer.restoreCheckpoint(whole.ends[1]!.point.checkpoint)
        return finish(trainer, whole.ends[1]!.point)
      },
      other,
    )
    other.destroy()
    expect(resumed.ends.map(({ epoch }) => epoch)).toEqual([3])
    expect(resumed.end.kind).toBe('finished')
    expect(resumed.end).toEqual(whole.end)
  })

  it('does not wait for its kernels once it is no longer wanted', async () => {
    const stop = new AbortController()
    const images = await openImages(device, makeDataset(data), run.recipe.batchSize)
    const made = createCompiledTrainer({
      ...run,
      normalisation: rescaling(1),
      device,
      images,
      signal: stop.signal,
    })
    stop.abort()
    await expect(made).rejects.toBe(stop.signal.reason)
    images.dispose()
  })

  it('gives back all that it took of the device', async () => {
    const made = vi.spyOn(device, 'createBuffer')
    const destroyed = vi.spyOn(GPUBuffer.prototype, 'destroy')
    await withCompiled(run, (trainer) => trainFive(trainer, 8))
    const left = new Set(made.mock.results.map(({ value }) => value as GPUBuffer))
    expect(left.size).toBeGreaterThan(10)
    for (const buffer of destroyed.mock.contexts) left.delete(buffer as GPUBuffer)
    expect([...left].map(({ label }) => label)).toEqual([])
    made.mockRestore()
    destroyed.mockRestore()
  })

  it('says which layer the device has no room for', async () => {
    const wide = createStack('flat', [
      createLayer('Dense', { units: 20_000 }),
      createLayer('Dense', { units: 5, activation: 'softmax' }),
    ])
    const large = { stack: wide, data, recipe: { ...run.recipe, batchSize: 65_536 } }
    await expect(withCompiled(large, () => Promise.resolve())).rejects.toThrow(
      /^The buffer “dense output” takes 5,000 MB at batch size 65,536, and this device binds 1,024 MB at most\.$/,
    )
  })

  it('is not disturbed by classifying in the middle of an epoch', async () => {
    await withCompiled(run, async (trainer) => {
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

  it('keeps the metrics of more steps than the ring holds at once in order', async () => {
    await withCompiled({ ...run, recipe: { ...run.recipe, batchSize: 1 } }, async (trainer) => {
      const losses: number[] = []
      for (let epoch = 0; epoch < 40; epoch++) {
        trainer.beginEpoch(ORDER)
        while (trainer.trainBatches(100) > 0) {
          if (epoch % 7 === 6) losses.push(...(await trainer.readSteps()).map(({ loss }) => loss))
        }
      }
      losses.push(...(await trainer.readSteps()).map(({ loss }) => loss))
      expect(losses).toHaveLength(40 * IMAGES)
      expect(losses.every(Number.isFinite)).toBe(true)
    })
  })

  it('makes nothing and uploads nothing in a steady step, and submits once', async () => {
    await withCompiled(run, async (trainer) => {
      trainer.beginEpoch(ORDER)
      trainer.trainBatches(1)
      await trainer.readSteps()
      const calls = [
        vi.spyOn(device, 'createBuffer'),
        vi.spyOn(device, 'createBindGroup'),
        vi.spyOn(device.queue, 'writeBuffer'),
        vi.spyOn(device.queue, 'submit'),
      ]
      trainer.trainBatches(1)
      expect(calls.map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0, 1])
      for (const call of calls) call.mockRestore()
    })
  })
})
