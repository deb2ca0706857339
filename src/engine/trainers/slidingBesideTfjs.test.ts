/** Layers that slide over images, on every trainer, with the arguments that TensorFlow.js's own layers lack or compute otherwise. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { createLayer, createStack } from '../../model/graph/stack'
import type { NewLayer } from '../../model/layers/registry'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { errorOf } from './errorOf.fixture'
import { concat, trainFive, compiledOn, processorOf, withOracle, withTrainer } from './trainers.fixture'
import { keepPipelines } from './webgpu/keepPipelines.fixture'

let device: GPUDevice
beforeAll(async () => {
  device = keepPipelines((await openNodeGpu()).device)
  await tf.setBackend('cpu')
})

const data = { height: 6, width: 7, channels: 3, classes: 3 }
const recipe = { ...DEFAULT_RECIPE, optimizer: 'sgd', learningRate: 0.05, batchSize: 6 } as const
const conv = createLayer('Conv2D', { filters: 4, kernelSize: [2, 2], activation: 'tanh' })
const smooth = { activation: 'tanh' } as const

it.each<[string, readonly NewLayer[]]>([
  [
    'an output padding',
    [
      conv,
      createLayer('Conv2DTranspose', {
        filters: 2,
        kernelSize: [2, 3],
        strides: [3, 2],
        padding: 'same',
        outputPadding: [2, 0],
        ...smooth,
      }),
    ],
  ],
  [
    'a kernel with gaps, backwards',
    [conv, createLayer('Conv2DTranspose', { filters: 2, kernelSize: [3, 2], dilationRate: [2, 3], ...smooth })],
  ],
  [
    'a kernel with gaps for each channel',
    [conv, createLayer('DepthwiseConv2D', { kernelSize: [2, 2], dilationRate: [2, 3], depthMultiplier: 2, ...smooth })],
  ],
  [
    'means of windows beyond the edge',
    [conv, createLayer('AveragePooling2D', { poolSize: [2, 3], strides: [2, 2], padding: 'same' })],
  ],
  ['pixels repeated', [conv, createLayer('UpSampling2D', { size: [2, 3] })]],
  ['values between pixels', [conv, createLayer('UpSampling2D', { size: [3, 2], interpolation: 'bilinear' })]],
  ['equal maxima', [conv, createLayer('UpSampling2D'), createLayer('GlobalMaxPooling2D', { keepdims: true })]],
  ['a mean that is an image', [conv, createLayer('GlobalAveragePooling2D', { keepdims: true })]],
])('agree after 5 steps: %s', async (_, layers) => {
  const dense = createLayer('Dense', { units: 3, activation: 'softmax' })
  const run = { stack: createStack('image', [...layers, createLayer('Flatten'), dense]), data, recipe }
  const expected = await withOracle(run, (trainer) => trainFive(trainer, recipe.batchSize))
  for (const open of [compiledOn(device), processorOf(2)]) {
    const actual = await withTrainer(open, run, (trainer) => trainFive(trainer, recipe.batchSize))
    const losses = (steps: typeof actual.steps): number[] => steps.map(({ loss }) => loss)
    expect(errorOf(losses(actual.steps), losses(expected.steps))).toBeLessThan(1e-5)
    expect(errorOf(concat(actual.weights), concat(expected.weights))).toBeLessThan(1e-5)
  }
})
