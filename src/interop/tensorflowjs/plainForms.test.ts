import * as tf from '@tensorflow/tfjs'
import { beforeAll, expect, it } from 'vitest'
import { registerLayers } from '../../engine/trainers/tfjs/layers/registry'
import { initialWeights } from '../../model/graph/initialise'
import { analyseStack } from '../../model/graph/shapes'
import { createLayer, createStack } from '../../model/graph/stack'
import type { Stack } from '../../model/graph/stack'
import { weightSpecs } from '../../model/graph/weights'
import type { Pair } from '../../model/layers/pair'
import type { NewLayer } from '../../model/layers/registry'
import { toTopology } from '../keras/topology'
import { toPlainStack } from './plainStack'
import { spreadKernel } from './spreadKernel'

const data = { height: 4, width: 3, channels: 2, classes: 2 }

beforeAll(async () => {
  await tf.setBackend('cpu')
})

function* layersToCompare(): Generator<NewLayer> {
  const common = { biasInitializer: 'random_normal', activation: 'linear', useBias: true } as const
  for (const padding of ['valid', 'same'] as const) {
    for (const kernelSize of [
      [2, 3],
      [4, 1],
      [3, 5],
    ] satisfies Pair[]) {
      for (const [strides, dilationRate] of [
        [
          [1, 1],
          [2, 3],
        ],
        [
          [1, 1],
          [3, 1],
        ],
        [
          [3, 2],
          [1, 1],
        ],
        [
          [5, 4],
          [1, 1],
        ],
      ] satisfies [Pair, Pair][]) {
        const window = { ...common, kernelSize, padding, strides, dilationRate }
        const paddings: (Pair | null)[] = [null, [0, 0], [strides[0] - 1, 0], [0, strides[1] - 1]]
        for (const outputPadding of paddings)
          yield createLayer('Conv2DTranspose', { ...window, filters: 3, outputPadding })
        yield createLayer('DepthwiseConv2D', { ...window, depthMultiplier: 2 })
      }
    }
  }
  for (const size of [
    [2, 1],
    [3, 2],
    [4, 5],
    [7, 6],
  ] satisfies Pair[]) {
    yield createLayer('UpSampling2D', { size, interpolation: 'bilinear' })
  }
}

async function predict(stack: Stack, weights: readonly tf.Tensor[]): Promise<tf.Tensor> {
  const model = await tf.loadLayersModel({ load: () => Promise.resolve({ modelTopology: toTopology(stack, data) }) })
  model.setWeights([...weights])
  return model.predict(tf.randomNormal([2, 4, 3, 2], 0, 1, 'float32', 3)) as tf.Tensor
}

it('sliding layers give the same over a grid of arguments, in plain TensorFlow.js and in the trainer on it', async () => {
  const stacks = [...layersToCompare()]
    .map((layer) => createStack('image', [layer]))
    .filter((stack) => analyseStack(stack, data).layers[0]?.output)
    .map((stack) => ({ stack, weights: initialWeights(stack, data, 3), plain: toPlainStack(stack, data) }))
    .filter(({ plain }) => plain.replaced.length > 0)
  expect(stacks.length).toBeGreaterThan(60)

  const plainly: tf.Tensor[] = []
  for (const { stack, weights, plain } of stacks) {
    const tensors = weightSpecs(stack, data).map(({ key, shape }) => {
      const spreading = plain.kernels.get(key)
      const values = weights.get(key)!
      return tf.tensor(spreading ? spreadKernel(values, spreading) : values, [...(spreading?.to ?? shape)])
    })
    plainly.push(await predict(plain.stack, tensors))
  }

  registerLayers()
  for (const [at, { stack, weights }] of stacks.entries()) {
    const own = weightSpecs(stack, data).map(({ key, shape }) => tf.tensor(weights.get(key)!, [...shape]))
    const expected = await predict(stack, own)
    const { args } = stack.layers[0]!
    expect({ args, shape: plainly[at]!.shape }).toEqual({ args, shape: expected.shape })
    const distance = tf.max(tf.abs(tf.sub(plainly[at]!, expected))).dataSync()[0]!
    expect({ args, isSame: distance < 1e-5 }).toEqual({ args, isSame: true })
  }
})
