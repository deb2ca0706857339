import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import { initialWeights } from '../../../model/graph/initialise'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { rescaling } from '../../../model/training/normalisation'
import { createRandom } from '../../../model/random'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import type { DataShape } from '../../../model/graph/shapes'
import { createLayer, createStack, type Stack } from '../../../model/graph/stack'
import { fuse } from '../plan/fuse'
import { lowerStack } from '../plan/lowerStack'
import { concat } from '../trainers.fixture'
import { createCompiledTrainer } from './compiledTrainer'
import { openImages } from './deviceImages'
import { translate } from './translate'
import { TUNINGS, tuningOf, type Tuning } from './tuning'
import { keepPipelines } from './keepPipelines.fixture'
import { failOnDeviceErrors } from './watchDevice.fixture'

let device: GPUDevice
const watch = failOnDeviceErrors()
beforeAll(async () => {
  device = keepPipelines(watch((await openNodeGpu()).device))
})

const LARGE = { fewGroups: 0 }
const { few, many, software } = TUNINGS
/** Each class, and tiles as large as they are at a large batch. */
const VARIANTS: Readonly<Record<string, Tuning>> = {
  software,
  few,
  'few, large tiles': {
    ...few,
    tiles: { ...few.tiles, ...LARGE },
    filterBlocks: { ...few.filterBlocks, fewInvocations: 0 },
  },
  'many, large tiles': { ...many, tiles: { ...many.tiles, ...LARGE } },
}

const BATCH = 9

const options = (stack: Stack, data: DataShape) => ({
  stack,
  data,
  recipe: { ...DEFAULT_RECIPE, batchSize: BATCH },
  normalisation: rescaling(data.channels),
})

async function train(stack: Stack, data: DataShape, tuning: Tuning): Promise<Float32Array> {
  const random = createRandom(3)
  const count = 2 * BATCH
  const images = await openImages(
    device,
    {
      count,
      pixels: Uint8Array.from({ length: count * data.height * data.width * data.channels }, () => random.integer(256)),
      labels: Uint16Array.from({ length: count }, () => random.integer(data.classes)),
    },
    BATCH,
  )
  const trainer = await createCompiledTrainer({ device, ...options(stack, data), images, tuning })
  try {
    trainer.loadWeights(initialWeights(stack, data, 1))
    for (let epoch = 0; epoch < 2; epoch++) {
      trainer.beginEpoch(Uint32Array.from({ length: count - 2 }, (_, row) => row))
      trainer.trainBatches(2)
      await trainer.readSteps()
    }
    return concat(await trainer.readWeights())
  } finally {
    trainer.dispose()
    images.dispose()
  }
}

const MNIST = { height: 28, width: 28, channels: 1, classes: 10 }
const MIXED = { height: 13, width: 11, channels: 4, classes: 3 }

const STACKS: readonly (readonly [string, Stack, DataShape])[] = [
  [TEMPLATES[0].name, TEMPLATES[0].build(MNIST).stack, MNIST],
  ['LeNet-5', TEMPLATES.find(({ name }) => name === 'LeNet-5')!.build(MNIST).stack, MNIST],
  [
    'strided, dilated, transposed and pooled convolutions',
    createStack('image', [
      createLayer('Conv2D', { filters: 12, kernelSize: [5, 3], padding: 'same', activation: 'gelu' }),
      createLayer('MaxPooling2D', { poolSize: [1, 2] }),
      createLayer('Conv2D', { filters: 20, kernelSize: [3, 2], strides: [2, 1], padding: 'same' }),
      createLayer('Conv2DTranspose', { filters: 8, kernelSize: [3, 3], strides: [2, 1], activation: 'relu' }),
      createLayer('Conv2D', { filters: 7, kernelSize: [2, 2], dilationRate: [2, 1] }),
      createLayer('Conv2D', { filters: 8, kernelSize: [1, 1], activation: 'relu' }),
      createLayer('MaxPooling2D', { poolSize: [2, 2] }),
      createLayer('Flatten'),
      createLayer('Dense', { units: 3, activation: 'softmax' }),
    ]),
    MIXED,
  ],
]

describe.each(STACKS)('every tuning of %s', (_name, stack, data) => {
  it('gives the same bits', async () => {
    const all: [string, Float32Array][] = []
    for (const [name, tuning] of Object.entries(VARIANTS)) all.push([name, await train(stack, data, tuning)])
    const [[, first] = ['', new Float32Array()], ...others] = all
    expect(first.every(Number.isFinite)).toBe(true)
    const bits = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length)
    for (const [name, weights] of others) {
      const differing = bits(weights).findIndex((value, at) => value !== bits(first)[at])
      expect([name, differing]).toEqual([name, -1])
    }
  })

  it('has kernels of its own', () => {
    const lowered = lowerStack({ ...options(stack, data), chunks: [] })
    const texts = Object.values(VARIANTS).map((tuning) => {
      const { forward, backward } = fuse(lowered, tuning.fusions)
      return [...forward, ...backward].flatMap((each) => translate(each, tuning).map(({ code }) => code)).join()
    })
    expect(new Set(texts).size).toBe(texts.length)
  })
})

it.each([
  ['google', 'swiftshader', 'software'],
  ['mesa', 'llvmpipe', 'software'],
  ['intel', 'gen-12lp', 'few'],
  ['apple', 'metal-3', 'few'],
  ['qualcomm', 'adreno-7xx', 'few'],
  ['', '', 'few'],
  ['nvidia', 'ampere', 'many'],
  ['amd', 'rdna-2', 'many'],
] as const)('takes %s %s for a device of the class %s', (vendor, architecture, name) => {
  const infoOf = (isFallbackAdapter: boolean) =>
    ({ vendor, architecture, description: '', isFallbackAdapter }) as GPUAdapterInfo
  expect(tuningOf(infoOf(false))).toBe(TUNINGS[name])
  expect(tuningOf(infoOf(true))).toBe(software)
})

it('takes a device that does not say what it is for one of few registers', () => {
  expect(tuningOf(undefined)).toBe(few)
})
