import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { readLayerVectors, VECTOR_BATCH, type LayerVector } from '../../model/kerasVectors.fixture'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { createLayer, createLayerFrom, createStack } from '../../model/graph/stack'
import { ABOVE, INPUT } from '../../model/layers/define'
import { LayerConfigError } from '../../model/layers/kerasConfig'
import { definitionOf, findDefinition, LAYERS, type Layer } from '../../model/layers/registry'
import { writeTopology, type ModelInput } from '../keras/topology'
import { differences, replacements } from './differences'
import { toPlainLayers, withThresholds } from './plainStack'
import { spreadKernel } from './spreadKernel'

// With no layer of ours registered, TensorFlow.js is as plain as where others open the file.
beforeAll(async () => {
  await tf.setBackend('cpu')
})

/** The layer of a vector, by itself and reading the inputs; undefined for what Strata refuses. */
function layerOf({ className, config, inputs }: LayerVector): Layer | undefined {
  try {
    const definition = definitionOf(findDefinition(className)!.className)
    const args = definition.fromConfig(config, inputs[0]!.length)
    const [height = 1, width = 1, channels = 1] = inputs[0]!
    const problems = definition.problems(args, inputs, { height, width, channels })
    if (problems.some(({ severity }) => severity === 'error')) return undefined
    return { ...createLayerFrom(definition.className, args), id: 'it', from: inputs.map((_, at) => `in${at}`) }
  } catch (error) {
    if (error instanceof LayerConfigError) return undefined
    throw error
  }
}

/** How far the exported layer's output in plain TensorFlow.js is from Keras's, as a share of the largest value. */
async function distanceOf(layer: Layer, { inputs, weights, x, output, inference }: LayerVector): Promise<number> {
  const { layers, kernels } = toPlainLayers([layer], ['it'], [inputs])
  const ins = inputs.map((shape, at) => ({ id: `in${at}`, name: `in${at}`, shape }))
  const names = layers.map(({ name }) => name!)
  const modelTopology = withThresholds(writeTopology(layers, names, ins as unknown as [ModelInput], names.slice(-1)))
  const model = await tf.loadLayersModel({ load: () => Promise.resolve({ modelTopology }) })
  const given = weights.map(({ name, values, shape }) => {
    const spreading = kernels.get(`it/${name}`)
    const own = Float32Array.from(values)
    return {
      key: `it/${name}`,
      value: tf.tensor(spreading ? spreadKernel(own, spreading) : own, [...(spreading?.to ?? shape)]),
    }
  })
  expect(model.weights.map(({ originalName }) => originalName)).toEqual(given.map(({ key }) => key))
  model.setWeights(given.map(({ value }) => value))
  const result = model.predict(
    x.map((values, at) => tf.tensor([...values], [VECTOR_BATCH, ...inputs[at]!])),
  ) as tf.Tensor
  expect(result.shape).toEqual([VECTOR_BATCH, ...output])
  const computed = result.dataSync()
  const largest = inference.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return inference.reduce((most, value, at) => Math.max(most, Math.abs(value - computed[at]!)), 0) / largest
}

describe.each(LAYERS)('$className, as it is exported', ({ className }) => {
  it('gives what Keras gives in plain TensorFlow.js, or is named to whoever exports it', async () => {
    let compared = 0
    for (const vector of readLayerVectors().filter((one) => one.className === className)) {
      const layer = layerOf(vector)
      if (!layer) continue
      const named = differences({ input: 'image', layers: [layer], lastId: 1 }).length > 0
      const distance = await distanceOf(layer, vector)
      expect({ name: vector.name, named }).toEqual({ name: vector.name, named: !(distance < 1e-4) })
      compared++
    }
    expect(compared).toBeGreaterThan(0)
  })
})

describe('what is said of an export', () => {
  it('is nothing of a model that TensorFlow.js has as it is', () => {
    const stack = createStack('image', [createLayer('Conv2D'), createLayer('Flatten'), createLayer('Dense')])
    expect(differences(stack)).toEqual([])
    expect(replacements(stack, DEFAULT_DATA_SHAPE)).toEqual([])
  })

  it('names the layers that it computes otherwise', () => {
    const both = createLayer('ReLU', { threshold: 1, negativeSlope: 0.1 })
    expect(differences(createStack('image', [both, createLayer('ReLU', { threshold: 1 }), both]))).toEqual([
      'Plain TensorFlow.js passes over the threshold and the slope of “re_lu” and “re_lu_2” (ReLU), so the model predicts otherwise there than here.',
    ])
  })

  it('names the layers that others stand for, and not all of very many', () => {
    const drop = createLayer('SpatialDropout2D')
    const subtract = { ...createLayer('Subtract'), from: [ABOVE, INPUT] }
    expect(replacements(createStack('image', [drop, subtract]), DEFAULT_DATA_SHAPE)).toEqual([
      'Plain TensorFlow.js lacks something of “spatial_dropout2d” and “subtract”, so the file has other layers there: they predict the same, but may train otherwise. Strata opens it as the model is here.',
    ])
    const [many] = replacements(
      createStack(
        'image',
        Array.from({ length: 9 }, () => drop),
      ),
      DEFAULT_DATA_SHAPE,
    )
    expect(many).toContain('“spatial_dropout2d_2” and 6 more')
  })
})
