import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { registerLayers } from '../../engine/trainers/tfjs/layers/registry'
import { initialWeights } from '../../model/graph/initialise'
import { createLayer, createStack, type Stack } from '../../model/graph/stack'
import { weightSpecs as specsOf } from '../../model/graph/weights'
import { ABOVE, INPUT, sizeOf } from '../../model/layers/define'
import { rescaling } from '../../model/training/normalisation'
import { readConfiguration } from '../keras/readConfiguration'
import { toTopology } from '../keras/topology'
import { InteropError } from '../interopError'
import { readModelJson } from './readModelJson'
import { writeModelJson } from './writeModelJson'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const data = { height: 8, width: 8, channels: 1, classes: 3 }
const classes = ['a', 'b', 'c']

const eyes = createLayer('DepthwiseConv2D', { dilationRate: [2, 2], padding: 'same', activation: 'hard_sigmoid' })
const larger = createLayer('Conv2DTranspose', {
  filters: 2,
  strides: [2, 2],
  outputPadding: [1, 0],
  activation: 'linear',
})
const smooth = createLayer('UpSampling2D', { interpolation: 'bilinear' })
/** With something in most places that plain TensorFlow.js lacks. */
const lacking = createStack('image', [
  eyes,
  { ...createLayer('Subtract'), from: [INPUT, ABOVE] },
  { ...createLayer('SpatialDropout2D'), name: 'hide' },
  { ...createLayer('Concatenate', { axis: -2 }), from: [eyes, ABOVE] },
  larger,
  createLayer('ReLU', { negativeSlope: 0.1, maxValue: 2 }),
  smooth,
  createLayer('ELU', { alpha: 0.5 }),
  createLayer('ReLU', { threshold: 0.01, maxValue: 3 }),
  { ...createLayer('Subtract'), from: [ABOVE, smooth] },
  createLayer('GlobalAveragePooling2D', { keepdims: true }),
  createLayer('Flatten'),
  createLayer('Dense', { units: 3, activation: 'hard_sigmoid' }),
  createLayer('Softmax'),
])

function write(stack: Stack, shape = data) {
  // Large ones, so that predictions are far apart.
  const drawn = initialWeights(stack, shape, 5)
  const weights = new Map([...drawn].map(([key, values]) => [key, values.map((value) => 6 * value)]))
  const model = { stack, data: shape, classes, weights, normalisation: rescaling(shape.channels) }
  return { model, files: writeModelJson(model) }
}

/** As JSON, since a test changes it. */
interface LooseJson {
  modelTopology: { config: { layers: { class_name: string; config: Record<string, unknown> }[] } }
  userDefinedMetadata?: { layers?: unknown }
}

function layerOf({ config }: LooseJson['modelTopology'], name: string) {
  return config.layers.find((layer) => layer.config['name'] === name)!
}

const { model, files } = write(lacking)
const parsed = (): LooseJson => JSON.parse(files.modelJson) as LooseJson
const open = (json: LooseJson) => readModelJson(JSON.stringify(json), new Map([['weights.bin', files.weights]]))

describe('an exported model with layers that plain TensorFlow.js lacks', () => {
  it('opens in it, and predicts what the trainer’s own layers do', async () => {
    const images = tf.randomNormal([4, 8, 8, 1], 0, 1, 'float32', 2)
    const predict = async (artifacts: tf.io.ModelArtifacts): Promise<Float32Array> => {
      const loaded = await tf.loadLayersModel({ load: () => Promise.resolve(artifacts) })
      return (loaded.predict(images) as tf.Tensor).dataSync<'float32'>()
    }
    const { modelTopology, weightsManifest } = JSON.parse(files.modelJson) as tf.io.ModelJSON
    const plain = await predict({ modelTopology, weightSpecs: weightsManifest[0]!.weights, weightData: files.weights })

    registerLayers()
    const weightSpecs = [...model.weights].map(([name, values], at) => {
      const { shape } = specsOf(lacking, data)[at]!
      expect(values).toHaveLength(sizeOf(shape))
      return { name, shape: [...shape], dtype: 'float32' as const }
    })
    const weightData = new Blob([...model.weights.values()])
    const own = await predict({
      modelTopology: toTopology(lacking, data),
      weightSpecs,
      weightData: await weightData.arrayBuffer(),
    })
    expect(Math.max(...own) - Math.min(...own)).toBeGreaterThan(0.01)
    own.forEach((value, at) => expect(plain[at]).toBeCloseTo(value, 5))
  })

  it('comes back to Strata as it was, bit for bit', () => {
    expect(open(parsed())).toEqual({ ...model, notes: [] })
  })

  it.each<[string, (json: LooseJson) => void]>([
    ['a layer was changed', ({ modelTopology }) => (layerOf(modelTopology, 'hide').config['rate'] = 0.125)],
    ['its own layers are damaged', ({ userDefinedMetadata }) => (userDefinedMetadata!.layers = { class_name: 3 })],
  ])('opens with the layers of the file when %s, and says so', (_case, change) => {
    const json = parsed()
    change(json)
    const opened = open(json)
    expect(opened.stack.layers.map(({ className }) => className)).not.toContain('Subtract')
    expect(opened.notes).toEqual([
      'The file’s layers are not those that Strata wrote, so some may be others than in the model that was exported.',
    ])
  })
})

it('a model that plain TensorFlow.js has as it is stands in the file as it is', () => {
  const stack = createStack('image', [createLayer('Conv2D'), createLayer('Flatten'), createLayer('Softmax')])
  const plain = JSON.parse(write(stack).files.modelJson) as LooseJson
  expect(plain.modelTopology).toMatchObject({
    config: {
      layers: [{ config: { name: 'conv2d' } }, { config: { name: 'flatten' } }, { config: { name: 'softmax' } }],
    },
  })
  expect(plain.userDefinedMetadata).not.toHaveProperty('layers')
})

it('fails by its own error alone, whatever the file says of its own layers', () => {
  const keys = ['dilation_rate', 'kernel_size', 'output_padding', 'strides', 'size', 'axis', 'filters', 'name', 'alpha']
  const values = fc.oneof(fc.jsonValue(), fc.integer({ min: -3, max: 9 }), fc.array(fc.integer(), { maxLength: 3 }))
  fc.assert(
    fc.property(fc.nat(13), fc.constantFrom(...keys), values, (at, key, value) => {
      const json = parsed()
      const { config } = json.userDefinedMetadata!.layers as LooseJson['modelTopology']
      config.layers[at]!.config[key] = value
      try {
        expect(open(json).weights.size).toBeGreaterThan(0)
      } catch (error) {
        if (!(error instanceof InteropError)) throw error
      }
    }),
    { numRuns: 300 },
  )
})

describe('hard_sigmoid', () => {
  const stack = createStack('flat', [
    createLayer('Dense', { units: 3, activation: 'hard_sigmoid' }),
    createLayer('Softmax'),
  ])
  const { keras_version: _, ...topology } = toTopology(stack, data)

  it.each([
    ['Keras 2', { ...topology, keras_version: '2.10.0' }],
    ['TensorFlow.js', { ...topology, keras_version: 'tfjs-layers 4.22.0' }],
    ['Keras’s converter', { keras_version: '2.4.0', model_config: topology }],
    ['a program that does not say', topology],
  ])('of %s is another than Strata’s, and the page says so', (_case, json) => {
    const { stack: opened, notes } = readConfiguration(json)
    expect(opened.layers).toEqual(stack.layers)
    expect(notes.join()).toContain('the results of “dense” may be others than where the file comes from')
  })

  it.each([
    ['by its version', { ...topology, keras_version: '3.5.0' }],
    ['by its names of classes', { ...topology, module: 'keras', registered_name: 'Sequential' }],
  ])('of Keras 3, known %s, is Strata’s', (_case, json) => {
    expect(readConfiguration(json).notes.join()).not.toContain('hard_sigmoid')
  })

  it('of a model that Strata exported is Strata’s', () => {
    const exported = write(stack).files
    const opened = readModelJson(exported.modelJson, new Map([['weights.bin', exported.weights]]))
    expect([opened.stack, opened.notes]).toEqual([stack, []])
  })
})

it('Keras 2’s ThresholdedReLU opens as the ReLU that Keras 3 has for it', () => {
  const json = toTopology(createStack('image', [createLayer('ReLU')]), data)
  const [entry] = json.config.layers
  const layers = [
    { ...entry, class_name: 'ThresholdedReLU', config: { ...entry!.config, threshold: undefined, theta: 0.5 } },
  ]
  const { stack } = readConfiguration({ ...json, config: { ...json.config, layers } })
  expect(stack.layers).toMatchObject([{ className: 'ReLU', args: { threshold: 0.5, negativeSlope: 0 } }])
})
