/** Exported files run in TensorFlow.js as in anybody's, also where our own layers are registered. */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { PROOF_MODELS, proofImages } from '../../../interop/proofModels.fixture'
import { toTopology } from '../../../interop/keras/topology'
import { write } from '../../../interop/tensorflowjs/write'
import { createLayer, createStack } from '../../../model/graph/stack'
import { registerLayers } from '../../trainers/tfjs/layers/registry'
import { normalised, predictHere } from '../predictHere.fixture'
import { openRuntime } from './tensorflowjs'

const COUNT = 6

describe.each(PROOF_MODELS)('$name', ({ model }) => {
  it('predicts in plain TensorFlow.js what it does here', async () => {
    const pixels = proofImages(model.data, COUNT)
    const expected = await predictHere(model, pixels, COUNT)
    const written = await write(model)
    const results: Float32Array[] = []
    for (const isOurs of [false, true]) {
      if (isOurs) registerLayers()
      const runtime = await openRuntime(written)
      expect(runtime.name).toBe('TensorFlow.js 4.22.0')
      const predicted = await runtime.predict(normalised(model, pixels), COUNT, model.data)
      runtime.close()
      expect(predicted).toHaveLength(expected.length)
      const difference = Math.max(...predicted.map((value, at) => Math.abs(value - expected[at]!)))
      expect(difference, `the largest difference is ${difference}`).toBeLessThan(1e-6)
      results.push(predicted)
    }
    expect(results[1]).toEqual(results[0])
  })
})

describe('a layer that TensorFlow.js lacks', () => {
  beforeAll(registerLayers)

  it('is refused, though Strata has one of that name for it', async () => {
    const { model } = PROOF_MODELS[0]!
    const { files, input } = await write(model)
    const topology = toTopology(createStack('image', [createLayer('SpatialDropout2D')]), model.data)
    const modelJson = new TextEncoder().encode(JSON.stringify({ modelTopology: topology, weightsManifest: [] }))
    const changed = files.map((file) => (file.name === 'model.json' ? { ...file, bytes: modelJson } : file))
    await expect(openRuntime({ files: changed, input })).rejects.toThrow('Unknown layer: SpatialDropout2D')
    // And ours are there again.
    const { classNameMap } = tf.serialization.SerializationMap.getMap()
    expect(Object.keys(classNameMap)).toContain('SpatialDropout2D')
  })
})

it('leaves TensorFlow.js on the device that a run has, and no tensor behind', async () => {
  tf.registerBackend('elsewhere', () => new MathBackendCPU())
  await tf.setBackend('elsewhere')
  const before = tf.memory().numTensors
  const { model } = PROOF_MODELS[2]!
  const runtime = await openRuntime(await write(model))
  const predicting = runtime.predict(normalised(model, proofImages(model.data, 2)), 2, model.data)
  expect(tf.getBackend()).toBe('elsewhere')
  expect(await predicting).toHaveLength(6)
  runtime.close()
  expect([tf.getBackend(), tf.memory().numTensors]).toEqual(['elsewhere', before])
  await tf.setBackend('cpu')
})
