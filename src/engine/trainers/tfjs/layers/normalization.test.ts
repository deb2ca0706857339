import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { beforeAll, expect, it } from 'vitest'
import { toTopology } from '../../../../interop/keras/topology'
import { createLayer, createStack } from '../../../../model/graph/stack'
import { registerLayers } from './registry'

beforeAll(async () => {
  await tf.setBackend('cpu')
  registerLayers()
})

it('BatchNormalization moves its statistics in training as Keras 3 does, and takes them otherwise', async () => {
  const stack = createStack('flat', [createLayer('BatchNormalization', { momentum: 0.9, epsilon: 0.001 })])
  const topology: unknown = toTopology(stack, { height: 1, width: 1, channels: 1, classes: 2 })
  const model = await tfl.models.modelFromJSON(topology as Parameters<typeof tfl.models.modelFromJSON>[0])
  // Gamma, beta, moving mean, moving variance.
  model.setWeights([2, 5, 0, 1].map((value) => tf.tensor1d([value])))
  const x = tf.tensor2d([[1], [2], [3], [4]])
  const valuesOf = (tensor: unknown): number[] => [...(tensor as tf.Tensor).dataSync()]

  const trained = valuesOf(model.apply(x, { training: true }))
  // Mean 2.5; variance 1.25, with n in the divisor.
  trained.forEach((y, i) => expect(y).toBeCloseTo(5 + (2 * (i + 1 - 2.5)) / Math.sqrt(1.25 + 0.001), 5))
  const moved = model.getWeights().map((weight) => weight.dataSync()[0])
  expect(moved[2]).toBeCloseTo(0.1 * 2.5, 6)
  expect(moved[3]).toBeCloseTo(0.9 + 0.1 * 1.25, 6)

  const evaluated = valuesOf(model.apply(x, { training: false }))
  evaluated.forEach((y, i) => expect(y).toBeCloseTo(5 + (2 * (i + 1 - 0.25)) / Math.sqrt(1.025 + 0.001), 5))
  expect(model.getWeights().map((weight) => weight.dataSync()[0])).toEqual(moved)
  model.dispose()
})
