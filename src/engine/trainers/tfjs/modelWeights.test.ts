import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { beforeAll, expect, it } from 'vitest'
import { trainableFirst } from '../../../model/graph/weights'
import { sizeOf } from '../../../model/layers/define'
import { readModelWeights, setModelWeights } from './modelWeights'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

it('goes with the model’s weight for weight where some between the others don’t train', async () => {
  const normalization = (name: string) => tfl.layers.batchNormalization({ name })
  const model = tfl.sequential({
    layers: [
      tfl.layers.conv2d({ name: 'conv2d', inputShape: [4, 4, 1], filters: 3, kernelSize: 2 }),
      normalization('first'),
      normalization('second'),
      tfl.layers.flatten(),
      tfl.layers.dense({ name: 'dense', units: 2 }),
    ],
  })
  const spec = (key: string, shape: readonly number[], trainable = true) => ({ key, shape, trainable })
  const statistics = (name: string) => [
    spec(`${name}/gamma`, [3]),
    spec(`${name}/beta`, [3]),
    spec(`${name}/moving_mean`, [3], false),
    spec(`${name}/moving_variance`, [3], false),
  ]
  const layers = [
    [spec('conv2d/kernel', [2, 2, 1, 3]), spec('conv2d/bias', [3])],
    statistics('first'),
    statistics('second'),
    [spec('dense/kernel', [27, 2]), spec('dense/bias', [2])],
  ]
  const weights = new Map(layers.flat().map(({ key, shape }, i) => [key, new Float32Array(sizeOf(shape)).fill(i)]))

  const specs = trainableFirst(layers)
  setModelWeights(model, specs, weights)
  for (const { key } of specs) {
    const [layer = '', name = ''] = key.split('/')
    const weight = model.getLayer(layer).weights.find(({ originalName }) => originalName.endsWith(`/${name}`))
    expect([key, Array.from(weight?.read().dataSync() ?? [])]).toEqual([key, Array.from(weights.get(key) ?? [])])
  }
  expect(await readModelWeights(model, specs)).toEqual(weights)
  model.dispose()
})
