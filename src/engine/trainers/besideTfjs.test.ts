/** The trainers of our own beside the one on TensorFlow.js: from the same weights, on the same batches. */
import { initialWeights } from '../../model/graph/initialise'
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { ACTIVATIONS, type Activation } from '../../model/layers/activations'
import { LAYERS, type NewLayer } from '../../model/layers/registry'
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { Trainer } from '../trainer'
import { describeStack, drawStack } from './plan/drawStack.fixture'
import { errorOf } from './errorOf.fixture'
import {
  concat,
  ORDER,
  trainFive,
  compiledOn,
  processorOf,
  withOracle,
  withTrainer,
  type OpenTrainer,
  type TrainerRun,
} from './trainers.fixture'
import { keepPipelines } from './webgpu/keepPipelines.fixture'
import { failOnDeviceErrors } from './webgpu/watchDevice.fixture'

let device: GPUDevice
const watch = failOnDeviceErrors()
beforeAll(async () => {
  device = keepPipelines(watch((await openNodeGpu()).device))
  await tf.setBackend('cpu')
})

/** By their names. */
const OURS: readonly (readonly [string, OpenTrainer])[] = [
  ['WebGPU', (images, subject) => compiledOn(device)(images, subject)],
  ['WebAssembly', processorOf(2)],
]

const RULES = [
  { optimizer: 'sgd', learningRate: 0.02 },
  { optimizer: 'adam', learningRate: 0.003 },
  { optimizer: 'sgd', sgd: { ...DEFAULT_RECIPE.sgd, momentum: 0.9 }, learningRate: 0.01 },
  { optimizer: 'rmsprop', learningRate: 0.001 },
] as const

describe('stacks of all layer types, under all optimizers', () => {
  const drawn = Array.from({ length: 16 }, (_, i) => {
    const recipe = { ...DEFAULT_RECIPE, ...RULES[i % RULES.length]!, batchSize: 6 }
    return { ...drawStack(i + 1), recipe }
  })

  it('are drawn', () => {
    const layers = drawn.flatMap(({ stack }) => stack.layers)
    const types = new Set(layers.map(({ className }) => className))
    expect(types).toEqual(new Set(LAYERS.map(({ className }) => className)))
    const activations = new Set(layers.flatMap(({ args }) => ('activation' in args ? [args.activation] : [])))
    expect(activations).toEqual(new Set(ACTIVATIONS.map(({ value }) => value)))
  })

  it.each(drawn.map((run) => [run.recipe.optimizer, describeStack(run.stack), run] as const))(
    'agree after 5 steps of %s: %s',
    async (_optimizer, _stack, run) => {
      const { batchSize } = run.recipe
      const expected = await withOracle(run, (trainer) => trainFive(trainer, batchSize))
      for (const [, open] of OURS) {
        const actual = await withTrainer(open, run, (trainer) => trainFive(trainer, batchSize))
        expect(actual.steps.map(({ images, correct }) => ({ images, correct }))).toEqual(
          expected.steps.map(({ images, correct }) => ({ images, correct })),
        )
        const losses = (steps: typeof actual.steps): number[] => steps.map(({ loss }) => loss)
        expect(errorOf(losses(actual.steps), losses(expected.steps))).toBeLessThan(1e-4)
        expect(errorOf(concat(actual.weights), concat(expected.weights))).toBeLessThan(1e-4)
        expect(actual.classified.predicted).toEqual(expected.classified.predicted)
        expect(actual.classified.rank).toEqual(expected.classified.rank)
        expect(actual.classified.lossSum / expected.classified.lossSum).toBeCloseTo(1, 4)
      }
    },
  )
})

describe('a rate of its own for each step', () => {
  const data = { height: 5, width: 4, channels: 1, classes: 3 }
  const stack = createStack('image', [
    createLayer('Flatten'),
    createLayer('Dense', { units: 6, activation: 'tanh' }),
    createLayer('Dense', { units: 3, activation: 'softmax' }),
  ])
  const rates = Float32Array.of(0, 0.03, 0.001, 0.02, 0.005)

  /** Five steps, the rates of the last two set behind the third. */
  async function trainByRates(trainer: Trainer, [first, ...later]: readonly [Float32Array, ...Float32Array[]]) {
    trainer.beginEpoch(ORDER.subarray(0, 27))
    trainer.setRates(first)
    trainer.trainBatches(3)
    for (const rest of later) trainer.setRates(rest)
    trainer.trainBatches(9)
    const steps = await trainer.readSteps()
    return { losses: steps.map(({ loss }) => loss), weights: concat(await trainer.readWeights()) }
  }

  it.each(RULES)('is what all trainers take: $optimizer, momentum $sgd.momentum', async (rule) => {
    const run = { stack, data, recipe: { ...DEFAULT_RECIPE, ...rule, batchSize: 6 } }
    const expected = await withOracle(run, (trainer) => trainByRates(trainer, [rates]))
    const base = await withOracle(run, (trainer) => trainByRates(trainer, [new Float32Array(5).fill(0.003)]))
    expect(errorOf(base.weights, expected.weights)).toBeGreaterThan(1e-2)
    for (const [, open] of OURS) {
      const actual = await withTrainer(open, run, (trainer) => trainByRates(trainer, [rates]))
      expect(errorOf(actual.losses, expected.losses)).toBeLessThan(1e-5)
      expect(errorOf(actual.weights, expected.weights)).toBeLessThan(1e-5)
      // Whether it is said at the beginning or just before the step makes no difference.
      const others = Float32Array.of(...rates.subarray(0, 3), 9, 9)
      const late = await withTrainer(open, run, (trainer) => trainByRates(trainer, [others, rates.subarray(3)]))
      expect(late).toEqual(actual)
    }
  })

  it('is the recipe’s unless it is said, in the rest of an epoch too, and there is one for every step', async () => {
    const run = { stack, data, recipe: { ...DEFAULT_RECIPE, batchSize: 6 } }
    for (const open of [...OURS.map(([, each]) => each), undefined]) {
      const work = async (trainer: Trainer) => {
        trainer.beginEpoch(ORDER.subarray(0, 27))
        expect(() => trainer.setRates(rates.subarray(1))).toThrow('There are 5 steps left, and 4 learning rates')
        trainer.trainBatches(2)
        const half = await trainer.saveState()
        trainer.trainBatches(3)
        const plain = concat(await trainer.readWeights())
        trainer.restoreState(half)
        trainer.setRates(rates.subarray(2))
        trainer.trainBatches(3)
        expect(concat(await trainer.readWeights())).not.toEqual(plain)
        trainer.restoreState(half)
        expect(() => trainer.setRates(rates)).toThrow('There are 3 steps left, and 5 learning rates')
        trainer.trainBatches(3)
        expect(concat(await trainer.readWeights())).toEqual(plain)
        await trainer.readSteps()
      }
      await (open ? withTrainer(open, run, work) : withOracle(run, work))
    }
  })
})

describe('layers that take each other in', () => {
  const data = { height: 9, width: 8, channels: 3, classes: 3 }
  const conv = (activation: Activation) => createLayer('Conv2D', { filters: 6, kernelSize: [3, 2], activation })
  const head = [createLayer('Flatten'), createLayer('Dense', { units: 3, activation: 'softmax' })]
  const pool = createLayer('MaxPooling2D')

  it.each<[string, readonly NewLayer[]]>([
    ['a convolution, its activation and its pooling', [conv('linear'), createLayer('ReLU'), pool, ...head]],
    ['an activation that falls, and pooling', [conv('linear'), createLayer('Rescaling', { scale: -1 }), pool, ...head]],
    [
      'one that keeps its sums, and pooling',
      [conv('linear'), createLayer('Activation', { activation: 'mish' }), pool, ...head],
    ],
    [
      'activations of activations',
      [
        conv('linear'),
        createLayer('ReLU', { maxValue: 0.5 }),
        createLayer('ELU'),
        createLayer('Activation', { activation: 'swish' }),
        ...head,
      ],
    ],
    [
      'softmax of what has an activation',
      [conv('tanh'), createLayer('Softmax'), createLayer('GaussianNoise', { stddev: 0 }), ...head],
    ],
    [
      'an activation before the last softmax',
      [createLayer('Flatten'), createLayer('Dense', { units: 3, activation: 'tanh' }), createLayer('Softmax')],
    ],
    [
      'a layer between the last weights and the softmax',
      [
        createLayer('Flatten'),
        createLayer('Dense', { units: 3, activation: 'linear' }),
        createLayer('Rescaling', { scale: 0.5 }),
        createLayer('Activation', { activation: 'softmax' }),
      ],
    ],
  ])('agree after 5 steps: %s', async (_, layers) => {
    const recipe = { ...DEFAULT_RECIPE, optimizer: 'sgd', learningRate: 0.05, batchSize: 6 } as const
    const run = { stack: createStack('image', layers), data, recipe }
    const expected = await withOracle(run, (trainer) => trainFive(trainer, 6))
    for (const [, open] of OURS) {
      const actual = await withTrainer(open, run, (trainer) => trainFive(trainer, 6))
      expect(errorOf(concat(actual.weights), concat(expected.weights))).toBeLessThan(1e-5)
      expect(actual.classified.predicted).toEqual(expected.classified.predicted)
      expect(actual.classified.rank).toEqual(expected.classified.rank)
    }
  })
})

describe.each(OURS)('images that a recipe changes, on %s', (_name, open) => {
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

  const train = (run: TrainerRun) => withTrainer(open, run, (trainer) => trainFive(trainer, recipe.batchSize))
  let plain: Awaited<ReturnType<typeof train>>
  beforeAll(async () => {
    plain = await train({ ...drawn, recipe })
  })

  it.each<[string, Partial<TrainerRun>]>([
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
    const expected = await withOracle(run, (trainer) => trainFive(trainer, recipe.batchSize))
    const actual = await train(run)
    const losses = (steps: typeof actual.steps): number[] => steps.map(({ loss }) => loss)
    expect(errorOf(losses(actual.steps), losses(expected.steps))).toBeLessThan(1e-4)
    expect(errorOf(concat(actual.weights), concat(expected.weights))).toBeLessThan(1e-4)
    expect(actual.classified.predicted).toEqual(expected.classified.predicted)
    expect(actual.classified.rank).toEqual(expected.classified.rank)
    expect(actual.classified.lossSum / expected.classified.lossSum).toBeCloseTo(1, 4)
    expect(errorOf(losses(plain.steps), losses(expected.steps))).toBeGreaterThan(1e-3)
  })

  it('augments alike after a checkpoint, and looks at other images as they are', async () => {
    const run = { ...drawn, recipe: { ...recipe, augmentation } }
    await withTrainer(open, run, async (trainer) => {
      const whole = await trainFive(trainer, 6)
      trainer.loadWeights(initialWeights(run.stack, run.data, 1))
      trainer.beginEpoch(ORDER.subarray(0, 27))
      trainer.trainBatches(2)
      const checkpoint = await trainer.saveState()
      trainer.trainBatches(1)
      await trainer.readSteps()
      trainer.restoreState(checkpoint)
      trainer.trainBatches(99)
      expect(await trainer.readSteps()).toEqual(whole.steps.slice(2))
      expect(concat(await trainer.readWeights())).toEqual(concat(whole.weights))
      const seen = await trainer.classify(ORDER)
      expect(await trainer.classify(ORDER)).toEqual(seen)
    })
  })
})
