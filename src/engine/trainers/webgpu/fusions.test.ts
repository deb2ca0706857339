import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import { initialWeights } from '../../../model/graph/initialise'
import type { DataShape } from '../../../model/graph/shapes'
import { createLayer, createStack, type Stack } from '../../../model/graph/stack'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { NO_CLIPPING } from '../../../model/training/clipping'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE, type Recipe } from '../../../model/training/recipe'
import { fuse, FUSIONS } from '../plan/fuse'
import { lowerStack } from '../plan/lowerStack'
import type { Fusion } from '../plan/plan'
import { concat, makeImages, ORDER } from '../trainers.fixture'
import { createCompiledTrainer } from './compiledTrainer'
import { openImages } from './deviceImages'
import { translate } from './translate'
import { TUNINGS, type Tuning } from './tuning'
import { keepPipelines } from './keepPipelines.fixture'
import { failOnDeviceErrors } from './watchDevice.fixture'

let device: GPUDevice
const watch = failOnDeviceErrors()
beforeAll(async () => {
  device = keepPipelines(watch((await openNodeGpu()).device))
})

interface Case {
  readonly stack: Stack
  readonly data: DataShape
  readonly recipe?: Partial<Recipe>
  readonly classWeights?: readonly number[]
  readonly tuning?: Tuning
}

/** Some steps, the last of them on a short batch, a look at images between, a checkpoint in the middle, and what follows from it twice. */
async function train({ stack, data, recipe, classWeights, tuning }: Case, fusions: readonly Fusion[]) {
  const batchSize = recipe?.batchSize ?? 8
  const images = await openImages(device, makeImages(data), batchSize)
  const subject = {
    stack,
    data,
    recipe: { ...DEFAULT_RECIPE, ...recipe, batchSize },
    normalisation: rescaling(data.channels),
    ...(classWeights && { classWeights }),
  }
  const trainer = await createCompiledTrainer({ ...subject, device, images, fusions, ...(tuning && { tuning }) })
  try {
    trainer.loadWeights(initialWeights(stack, data, 1))
    trainer.beginEpoch(ORDER.subarray(0, 4 * batchSize + Math.floor(batchSize / 2)))
    trainer.trainBatches(2)
    const classified = await trainer.classify(ORDER.subarray(3, 3 + 2 * batchSize + 1))
    const begun = await trainer.readSteps()
    const saved = await trainer.saveState()
    trainer.trainBatches(99)
    const first = { steps: await trainer.readSteps(), weights: concat(await trainer.readWeights()) }
    trainer.restoreState(saved)
    trainer.trainBatches(99)
    const again = { steps: await trainer.readSteps(), weights: concat(await trainer.readWeights()) }
    expect(again).toEqual(first)
    return {
      begun,
      classified,
      moments: Float32Array.from(saved.moments.flatMap((moment) => [...concat(moment)])),
      ...first,
    }
  } finally {
    trainer.dispose()
    images.dispose()
  }
}

const MNIST = { height: 28, width: 28, channels: 1, classes: 10 }
const MIXED = { height: 13, width: 11, channels: 4, classes: 3 }

const CASES: Readonly<Record<string, Case>> = {
  'the reference model': { stack: TEMPLATES[0].build(MNIST).stack, data: MNIST },
  'the reference model as on a GPU': { stack: TEMPLATES[0].build(MNIST).stack, data: MNIST, tuning: TUNINGS.few },
  'LeNet-5': { stack: TEMPLATES.find(({ name }) => name === 'LeNet-5')!.build(MNIST).stack, data: MNIST },
  'classes that weigh, behind a hidden layer': {
    stack: createStack('flat', [
      createLayer('Dense', { units: 30, activation: 'tanh' }),
      createLayer('Dense', { units: 3, activation: 'softmax' }),
    ]),
    data: MIXED,
    classWeights: [0.5, 2, 3],
    tuning: TUNINGS.few,
  },
  'classes that weigh, behind Dropout, with penalties, one image at a time': {
    stack: createStack('flat', [
      createLayer('Dense', { units: 28, activation: 'gelu' }),
      createLayer('Dropout'),
      createLayer('Dense', { units: 3, activation: 'softmax', kernelL1: 0.01, kernelL2: 0.1 }),
    ]),
    data: MIXED,
    classWeights: [0.5, 2, 3],
    recipe: { batchSize: 1, optimizer: 'rmsprop' },
  },
  'smoothed classes that weigh, clipped by norms': {
    stack: createStack('image', [
      createLayer('Conv2D', { filters: 6, kernelSize: [3, 3] }),
      createLayer('MaxPooling2D'),
      createLayer('Conv2D', { filters: 5, kernelSize: [3, 3], kernelL2: 0.01 }),
      createLayer('Flatten'),
      createLayer('Dense', { units: 3, activation: 'softmax' }),
    ]),
    data: MIXED,
    classWeights: [0.5, 2, 3],
    recipe: { labelSmoothing: 0.2, clipping: { ...NO_CLIPPING, clipnorm: 0.05 } },
  },
  'smoothed classes, clipped by one norm, as on a GPU': {
    stack: TEMPLATES.find(({ name }) => name === 'LeNet-5')!.build(MNIST).stack,
    data: MNIST,
    recipe: { labelSmoothing: 0.2, clipping: { ...NO_CLIPPING, globalClipnorm: 0.05 } },
    tuning: TUNINGS.few,
  },
  'a single layer of 47 classes': {
    stack: createStack('flat', [createLayer('Dense', { units: 47, activation: 'softmax', useBias: false })]),
    data: { ...MNIST, classes: 47 },
  },
  '47 classes behind activations that keep their sums': {
    stack: createStack('flat', [
      createLayer('Dense', { units: 211, activation: 'gelu' }),
      createLayer('Dense', { units: 47, activation: 'linear' }),
      createLayer('Softmax'),
    ]),
    data: { ...MNIST, classes: 47 },
    tuning: TUNINGS.few,
  },
  '64 classes': {
    stack: createStack('flat', [
      createLayer('Dense', { units: 128, activation: 'swish' }),
      createLayer('Dense', { units: 64, activation: 'softmax' }),
    ]),
    data: { ...MNIST, classes: 64 },
  },
  'a head that is not Dense': {
    stack: createStack('image', [
      createLayer('Conv2D', { filters: 6, kernelSize: [3, 3] }),
      createLayer('Conv2D', { filters: 3, kernelSize: [3, 3], activation: 'linear' }),
      createLayer('GlobalAveragePooling2D'),
      createLayer('Softmax'),
    ]),
    data: MIXED,
  },
  'a Dense head with an activation before the softmax': {
    stack: createStack('flat', [
      createLayer('Dense', { units: 12 }),
      createLayer('Dense', { units: 3, activation: 'relu' }),
      createLayer('Softmax'),
    ]),
    data: MIXED,
  },
  'transposed and strided convolutions, by plain gradient descent': {
    stack: createStack('image', [
      createLayer('Conv2D', { filters: 5, kernelSize: [3, 2], strides: [2, 1] }),
      createLayer('Conv2DTranspose', { filters: 8, kernelSize: [3, 3], strides: [2, 1], activation: 'relu' }),
      createLayer('SeparableConv2D', { filters: 6 }),
      createLayer('Flatten'),
      createLayer('Dense', { units: 3, activation: 'softmax' }),
    ]),
    data: MIXED,
    recipe: { optimizer: 'sgd', learningRate: 0.1 },
  },
}

describe.each(Object.entries(CASES))('the fused plan of %s', (_name, each) => {
  it('trains to the same bits as the plan as it was lowered, and looks at images alike', async () => {
    const [fused, plain] = [await train(each, FUSIONS), await train(each, [])]
    expect([...plain.begun, ...plain.steps].every(({ loss }) => Number.isFinite(loss))).toBe(true)
    expect(fused).toEqual(plain)
  })
})

it.each([
  ['software', 'Galaxy CNN tutorial', 14, 9],
  ['software', 'LeNet-5', 22, 15],
  ['software', 'Keras ResNet', 92, 82],
  ['few', 'Galaxy CNN tutorial', 14, 8],
  ['few', 'LeNet-5', 22, 14],
  ['few', 'Keras ResNet', 92, 82],
  ['many', 'Galaxy CNN tutorial', 14, 8],
  ['many', 'LeNet-5', 22, 14],
  ['many', 'Keras ResNet', 92, 82],
] as const)('tuned for %s, a step of %s takes fewer dispatches: %i, then %i', (tuned, name, before, after) => {
  const tuning: Tuning = TUNINGS[tuned]
  const plan = lowerStack({
    stack: TEMPLATES.find((template) => template.name === name)!.build(MNIST).stack,
    data: MNIST,
    recipe: DEFAULT_RECIPE,
    normalisation: rescaling(1),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 100 }],
    packsCodes: tuning.byFours,
  })
  const countOf = (fusions: readonly Fusion[]): number => {
    const { forward, backward } = fuse(plan, fusions)
    return [...forward, ...backward].flatMap((operation) => translate(operation, tuning)).length
  }
  expect([countOf([]), countOf(tuning.fusions)]).toEqual([before, after])
})
