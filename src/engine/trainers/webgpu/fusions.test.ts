import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import { initialWeights } from '../../../model/graph/initialise'
import type { DataShape } from '../../../model/graph/shapes'
import { createLayer, createStack, type Stack } from '../../../model/graph/stack'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE, type Recipe } from '../../../model/training/recipe'
import { FUSIONS } from '../plan/fuse'
import type { Fusion } from '../plan/plan'
import { concat, makeImages, trainFive } from '../trainers.fixture'
import { createCompiledTrainer } from './compiledTrainer'
import { openImages } from './deviceImages'
import { TUNINGS, type Tuning } from './tuning'
import { failOnDeviceErrors } from './watchDevice.fixture'

let device: GPUDevice
const watch = failOnDeviceErrors()
beforeAll(async () => {
  device = watch((await openNodeGpu()).device)
})

interface Case {
  readonly stack: Stack
  readonly data: DataShape
  readonly recipe?: Partial<Recipe>
  readonly classWeights?: readonly number[]
  readonly tuning?: Tuning
}

/** Five steps, a checkpoint, two more that are undone by it, and what they lead to after it. */
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
    const five = await trainFive(trainer, batchSize)
    const rows = Uint32Array.from({ length: 2 * batchSize }, (_, row) => row)
    trainer.beginEpoch(rows)
    const saved = await trainer.saveState()
    trainer.trainBatches(2)
    const first = { steps: await trainer.readSteps(), weights: concat(await trainer.readWeights()) }
    trainer.restoreState(saved)
    trainer.trainBatches(2)
    const again = { steps: await trainer.readSteps(), weights: concat(await trainer.readWeights()) }
    expect(again).toEqual(first)
    return {
      steps: [...five.steps, ...first.steps],
      classified: five.classified,
      weights: [concat(five.weights), first.weights],
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
  'transposed and strided convolutions, by plain gradient descent': {
    stack: createStack('image', [
      createLayer('Conv2D', { filters: 5, kernelSize: [3, 2], strides: [2, 1] }),
      createLayer('Conv2DTranspose', { filters: 8, kernelSize: [3, 3], strides: [2, 1], activation: 'relu' }),
      createLayer('SeparableConv2D', { filters: 6 }),
      createLayer('Conv2D', { filters: 8, kernelSize: [3, 3], activation: 'gelu', padding: 'same' }),
      createLayer('Flatten'),
      createLayer('Dense', { units: 3, activation: 'softmax' }),
    ]),
    data: MIXED,
    recipe: { optimizer: 'sgd', momentum: 0, learningRate: 0.1 },
  },
}

describe.each(Object.entries(CASES))('the fused plan of %s', (_name, each) => {
  it('trains to the same bits as the plan as it was lowered, and looks at images alike', async () => {
    const [fused, plain] = [await train(each, FUSIONS), await train(each, [])]
    expect(plain.steps.every(({ loss }) => Number.isFinite(loss))).toBe(true)
    expect(fused).toEqual(plain)
  })
})
