import { initialWeights } from '../../model/graph/initialise'
import { weightSpecs } from '../../model/graph/weights'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { LAYERS, type DrawnLayer } from '../../model/layers/registry'
import { analyseStack } from '../../model/graph/shapes'
import { rescaling } from '../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { Recipe } from '../../model/training/recipe'
import { createLayer, createStack, isSameStack } from '../../model/graph/stack'
import { ABOVE } from '../../model/layers/define'
import { InteropError } from '../interopError'
import { readModelJson } from './readModelJson'
import type { OpenedFile } from './readModelJson'
import { toTopology } from '../keras/topology'
import { writeModelJson } from './writeModelJson'
import type { ModelFilePair } from './writeModelJson'

const data = { height: 8, width: 8, channels: 1, classes: 3 }
const classes = ['zero', '<b>one</b>', 'two, or 2']
const recipe: Recipe = { ...DEFAULT_RECIPE, epochs: 7, optimizer: 'rmsprop' }
const stack = createStack('flat', [
  createLayer('Reshape', { targetShape: [8, 8, 1] }),
  createLayer('Conv2D', { filters: 3, padding: 'same' }),
  createLayer('MaxPooling2D'),
  createLayer('Conv2D', { filters: 2, kernelSize: [2, 3], activation: 'elu' }),
  createLayer('Dropout', { rate: 0.25 }),
  createLayer('Flatten'),
  createLayer('Dense', { units: 3, activation: 'softmax' }),
])
const weights = initialWeights(stack, data, 5)
const normalisation = { mean: [33.3], deviation: [78.5] }
const model = { stack, data, classes, weights, normalisation, recipe }
const images = tf.randomUniform([4, 64], 0, 1, 'float32', 9)

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const UNSAID =
  'The file does not say how pixels become numbers, so they are divided by 255, and the model’s results here may be poor.'

const ADDRESS = 'https://model.example/model.json'

/** Opens the files as a page does that has never heard of Strata: over HTTP, with nothing but `tf.loadLayersModel`. */
async function loadInTfjs({ modelJson, weights: bytes }: ModelFilePair): Promise<tf.LayersModel> {
  const fetchFunc = (url: unknown): Promise<Response> => {
    const isJson = url === ADDRESS
    const headers = { 'Content-Type': isJson ? 'application/json' : 'application/octet-stream' }
    return Promise.resolve(new Response(isJson ? modelJson : bytes, { headers }))
  }
  return tf.loadLayersModel(tf.io.http(ADDRESS, { fetchFunc }))
}

function predict(layersModel: tf.LayersModel): readonly number[] {
  return [...(layersModel.predict(images) as tf.Tensor).dataSync()]
}

function open(modelJson: string | object, files: Readonly<Record<string, ArrayBuffer>>): OpenedFile {
  return readModelJson(
    typeof modelJson === 'string' ? modelJson : JSON.stringify(modelJson),
    new Map(Object.entries(files)),
  )
}

function messageOf(modelJson: string | object, files: Readonly<Record<string, ArrayBuffer>>): string {
  try {
    open(modelJson, files)
  } catch (error) {
    if (error instanceof InteropError) return error.message
    throw error
  }
  return 'no error'
}

/** What a test changes in a file: as JSON, since a file can hold anything. */
interface LooseJson {
  modelTopology: {
    class_name: string
    config: { name: string; layers: { class_name: string; config: Record<string, unknown> }[] }
  }
  weightsManifest: {
    paths: string[]
    weights: { name: string; shape: number[]; dtype: string; [key: string]: unknown }[]
  }[]
  userDefinedMetadata?: Record<string, unknown>
  [key: string]: unknown
}

const pair = writeModelJson(model)
const parsed = (): LooseJson => JSON.parse(pair.modelJson) as LooseJson

/** The file with a change made to it. */
function changed(change: (json: LooseJson) => void): LooseJson {
  const json = parsed()
  change(json)
  return json
}

/** The weights file with one float replaced. */
function withFloat(value: number, index: number): ArrayBuffer {
  const bytes = pair.weights.slice(0)
  new DataView(bytes).setFloat32(4 * index, value, true)
  return bytes
}

describe('writeModelJson', () => {
  it('writes files that tf.loadLayersModel opens, with the predictions of the same weights put in by hand', async () => {
    const byHand = await tf.loadLayersModel({ load: () => Promise.resolve({ modelTopology: toTopology(stack, data) }) })
    byHand.setWeights(weightSpecs(stack, data).map(({ key, shape }) => tf.tensor(weights.get(key) ?? [], [...shape])))
    const loaded = await loadInTfjs(pair)
    expect(predict(loaded)).toEqual(predict(byHand))
    expect(loaded.countParams()).toBe(30 + 38 + 39)
  })

  it('hands labels, normalisation, input shape and recipe on to whoever opens the files', async () => {
    const loaded = await loadInTfjs(pair)
    expect(loaded.getUserDefinedMetadata()).toEqual({
      labels: classes,
      normalisation,
      inputShape: [8, 8, 1],
      recipe,
    })
  })

  it('refuses weights that are not the stack’s', () => {
    const others = new Map(weights).set('dense/bias', new Float32Array(4))
    expect(() => writeModelJson({ ...model, weights: others })).toThrow('dense/bias')
  })
})

describe('a graph with weights that don’t train', () => {
  const way = createLayer('Conv2D', { filters: 3, padding: 'same', useBias: false })
  const graph = createStack('image', [
    way,
    createLayer('BatchNormalization', { momentum: 0.9, gammaL2: 0.5 }),
    { ...createLayer('Add'), from: [way, ABOVE] },
    createLayer('LayerNormalization', { axis: '-3, -2, -1', center: false }),
    createLayer('Flatten'),
    createLayer('Dense', { units: 3, activation: 'softmax' }),
  ])
  const drawn = initialWeights(graph, data, 5)
  const trained = new Map([...drawn].map(([key, values], i) => [key, values.map((value) => value + i)]))
  const files = writeModelJson({ ...model, stack: graph, weights: trained })

  it('opens as it was, and in TensorFlow.js with each value in its place', async () => {
    const opened = open(files.modelJson, { 'weights.bin': files.weights })
    expect(opened.stack).toEqual(graph)
    expect([...opened.weights]).toEqual([...trained])
    expect(opened.notes).toEqual([])
    const loaded = await loadInTfjs(files)
    expect(loaded.weights).toHaveLength(trained.size)
    for (const weight of loaded.weights) {
      expect([weight.originalName, weight.read().dataSync()]).toEqual([
        weight.originalName,
        trained.get(weight.originalName),
      ])
    }
  })
})

describe('a model whose classes no argument decides', () => {
  const flat = createLayer('Flatten')
  const dense = (units: number): DrawnLayer => ({
    ...createLayer('Dense', { units, activation: 'linear' }),
    from: [flat],
  })
  const [one, two, half, rest] = [dense(3), dense(3), dense(1), dense(2)]
  const pooled = [
    createLayer('Conv2D', { filters: 3, padding: 'same' }),
    createLayer('GlobalAveragePooling2D', { keepdims: true }),
  ]
  const softmax = createLayer('Softmax')

  it.each<[string, readonly DrawnLayer[]]>([
    ['a mean of two', [flat, one, two, { ...createLayer('Average'), from: [one, two] }, softmax]],
    ['two joined', [flat, half, rest, { ...createLayer('Concatenate'), from: [half, rest] }, softmax]],
    ['a flat pooling', [...pooled, createLayer('Flatten'), softmax]],
    ['a reshaped pooling', [...pooled, createLayer('Reshape', { targetShape: [3] }), softmax]],
  ])('opens as it was: %s', (_what, layers) => {
    const stack = createStack('image', layers)
    expect(analyseStack(stack, data).trainable).toBe(true)
    const files = writeModelJson({ ...model, stack, weights: initialWeights(stack, data, 5) })
    const opened = open(files.modelJson, { 'weights.bin': files.weights })
    expect(isSameStack(opened.stack, stack)).toBe(true)
    expect(opened.classes).toEqual(model.classes)
  })
})

describe('readModelJson', () => {
  it('opens what writeModelJson wrote as it was', () => {
    expect(open(pair.modelJson, { 'weights.bin': pair.weights })).toEqual({ ...model, notes: [] })
  })

  it('gives back every float, bit for bit', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const opened = open(pair.modelJson, { 'weights.bin': withFloat(value, 31) })
        expect(opened.weights.get('conv2d_1/kernel')?.[1]).toBe(value)
      }),
    )
  })

  it('opens what TensorFlow.js saved, whatever its layers are called, and says what the file does not', async () => {
    const theirs = tf.sequential({
      layers: [
        tf.layers.conv2d({
          name: 'eyes',
          inputShape: [6, 5, 3],
          filters: 4,
          kernelSize: 3,
          kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }),
        }),
        tf.layers.maxPooling2d({ poolSize: 2, strides: 1 }),
        tf.layers.flatten(),
        tf.layers.dense({ name: 'head', units: 2, activation: 'softmax' }),
      ],
    })
    theirs.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
    await theirs.fit(tf.zeros([2, 6, 5, 3]), tf.eye(2), { epochs: 1 })
    let saved: tf.io.ModelArtifacts | undefined
    await theirs.save(
      tf.io.withSaveHandler((artifacts) => {
        saved = artifacts
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } })
      }),
      { includeOptimizer: true },
    )
    const { modelTopology, weightSpecs: specs, weightData } = saved ?? {}
    const whole = tf.io.CompositeArrayBuffer.join(weightData)
    const shards = { 'part-1.bin': whole.slice(0, 100), 'part-2.bin': whole.slice(100) }
    const opened = open(
      { modelTopology, weightsManifest: [{ paths: ['./shards/part-1.bin', './shards/part-2.bin'], weights: specs }] },
      shards,
    )

    expect(opened.stack).toMatchObject({
      input: 'image',
      layers: [
        { className: 'Conv2D', args: { filters: 4, kernelSize: [3, 3], padding: 'valid', activation: 'linear' } },
        { className: 'MaxPooling2D', args: { poolSize: [2, 2], strides: [1, 1] } },
        { className: 'Flatten' },
        { className: 'Dense', args: { units: 2, activation: 'softmax' } },
      ],
    })
    expect(opened.data).toEqual({ height: 6, width: 5, channels: 3, classes: 2 })
    expect(opened.classes).toEqual(['0', '1'])
    expect(opened.normalisation).toEqual(rescaling(3))
    expect([...opened.weights.values()]).toEqual(theirs.getWeights().map((weight) => weight.dataSync()))
    expect([...opened.weights.keys()]).toEqual(['eyes/kernel', 'eyes/bias', 'head/kernel', 'head/bias'])
    expect(opened.stack.layers[0]?.args).toMatchObject({ kernelL1: 0, kernelL2: 0.01 })
    expect(opened.notes).toEqual(['The file does not name the model’s 2 classes, so they are numbered from 0.', UNSAID])
  })

  it('opens what Keras’s converter writes: one level deeper, an InputLayer, names with the model’s in front', () => {
    const json = changed((file) => {
      const { config } = file.modelTopology
      delete config.layers[0]?.config['batch_input_shape']
      config.layers.unshift({ class_name: 'InputLayer', config: { name: 'input_1', batch_shape: [null, 64] } })
      file.modelTopology = { model_config: file.modelTopology } as never
      for (const weight of file.weightsManifest[0]?.weights ?? []) weight.name = `sequential/${weight.name}:0`
    })
    expect(open(json, { 'weights.bin': pair.weights })).toEqual({ ...model, notes: [] })
  })

  it('guesses the images from the shapes when the metadata are gone', () => {
    const json = changed((file) => delete file.userDefinedMetadata)
    const opened = open(json, { 'weights.bin': pair.weights })
    expect(opened.data).toEqual(data)
    expect(opened).not.toHaveProperty('recipe')
    expect(opened.notes).toEqual([
      'The file does not say what images the model is for, so they are taken to be of 8 × 8 pixels, grey.',
      'The file does not name the model’s 3 classes, so they are numbered from 0.',
      UNSAID,
    ])
  })

  it('takes rows of values for the images that the metadata name, else for square ones, else for one line', () => {
    const openRow = (height: number, width: number, withMetadata: boolean) => {
      const shape = { height, width, channels: 1, classes: 2 }
      const row = createStack('flat', [createLayer('Dense', { units: 2, activation: 'softmax' })])
      const written = writeModelJson({
        stack: row,
        data: shape,
        classes: ['no', 'yes'],
        weights: initialWeights(row, shape, 1),
        normalisation: rescaling(1),
      })
      const json = JSON.parse(written.modelJson) as LooseJson
      if (!withMetadata) delete json.userDefinedMetadata
      const opened = open(json, { 'weights.bin': written.weights })
      return [opened.data.height, opened.data.width, opened.data.channels]
    }
    expect(openRow(3, 12, true)).toEqual([3, 12, 1])
    expect(openRow(3, 12, false)).toEqual([6, 6, 1])
    expect(openRow(3, 5, false)).toEqual([1, 15, 1])
  })

  const withMetadata = (metadata: Record<string, unknown>): LooseJson =>
    changed((file) => (file.userDefinedMetadata = { ...file.userDefinedMetadata, ...metadata }))

  it.each([
    ['as Strata once wrote it', { scale: 1 / 255, offset: 0 }, rescaling(1)],
    ['from -1 to 1', { scale: 1 / 127.5, offset: -1 }, { mean: [127.5], deviation: [127.5] }],
    ['inverted', { scale: -1 / 255, offset: 1 }, { mean: [255], deviation: [-255] }],
  ])('takes over how pixels become numbers: %s', (_case, saved, expected) => {
    const opened = open(withMetadata({ normalisation: saved }), { 'weights.bin': pair.weights })
    expect(opened.normalisation).toEqual(expected)
    expect(opened.notes).toEqual([])
  })

  it.each([
    [undefined, 'The file does not say how pixels become numbers'],
    [{ scale: 0, offset: 1 }, 'What the file says of how pixels become numbers can’t be used'],
    [{ scale: 1e-300, offset: 1 }, 'What the file says of how pixels become numbers can’t be used'],
    [{ mean: [0], deviation: [1e-50] }, 'What the file says of how pixels become numbers can’t be used'],
    [{ mean: [0], deviation: [0] }, 'What the file says of how pixels become numbers can’t be used'],
    [{ mean: [0, 0, 0], deviation: [1, 1, 1] }, 'What the file says of how pixels become numbers can’t be used'],
    ['by 255', 'What the file says of how pixels become numbers can’t be used'],
  ])('divides by 255, and says so, where the file says %o', (saved, why) => {
    const opened = open(withMetadata({ normalisation: saved }), { 'weights.bin': pair.weights })
    expect(opened.normalisation).toEqual(rescaling(1))
    expect(opened.classes).toEqual(classes)
    expect(opened.notes).toEqual([`${why}, so they are divided by 255, and the model’s results here may be poor.`])
  })

  it('takes the momentum of a recipe that was written before each optimizer had its own arguments', () => {
    const recipe = { optimizer: 'sgd', learningRate: 0.05, momentum: 0.75 }
    expect(open(withMetadata({ recipe }), { 'weights.bin': pair.weights })).toMatchObject({
      notes: [],
      recipe: { optimizer: 'sgd', learningRate: 0.05, sgd: { ...DEFAULT_RECIPE.sgd, momentum: 0.75 } },
    })
  })

  it('says that the recipe is broken, and opens the model', () => {
    expect(open(withMetadata({ recipe: { seed: 'x' } }), { 'weights.bin': pair.weights }).notes).toEqual([
      'The recipe in the model file can’t be read, so the one on the page stays.',
    ])
  })

  const good = { 'weights.bin': pair.weights }
  it.each<[string, string | object, Readonly<Record<string, ArrayBuffer>>, string]>([
    ['no JSON', 'PK\u0003\u0004', good, 'The model file is not JSON, or it was cut off.'],
    ['cut off', pair.modelJson.slice(0, 500), good, 'The model file is not JSON, or it was cut off.'],
    [
      'JSON of another kind',
      { name: 'strata', version: '1.0.0' },
      good,
      'The file is no TensorFlow.js model: choose a model.json that Strata or TensorFlow.js saved.',
    ],
    [
      'a graph-model',
      { format: 'graph-model', modelTopology: { node: [] }, weightsManifest: [] },
      good,
      'The model file is a graph-model, which has no layers to edit: convert the model to a layers-model.',
    ],
    [
      'a model of another kind',
      changed((file) => ((file.modelTopology as { class_name: string }).class_name = 'Network')),
      good,
      'The model is of the kind “Network”, and Strata opens Sequential and Functional models.',
    ],
    [
      'a topology without layers',
      { modelTopology: { class_name: 'Sequential' } },
      good,
      'The model file has no list of layers that can be read.',
    ],
    [
      'an empty model',
      changed((file) => file.modelTopology.config.layers.splice(0)),
      good,
      'The model in the file has no layers.',
    ],
    [
      'a model that has never seen its input',
      changed((file) => delete file.modelTopology.config.layers[0]!.config['batch_input_shape']),
      good,
      'The model file does not say what shape of input the model takes.',
    ],
    [
      'films',
      changed((file) => (file.modelTopology.config.layers[0]!.config['batch_input_shape'] = [null, 5, 4, 4, 1])),
      good,
      'The model takes inputs with 4 axes, where Strata has rows of values or images of height × width × channels.',
    ],
    [
      'a layer that there is not',
      changed((file) => (file.modelTopology.config.layers[4]!.class_name = 'LSTM')),
      good,
      `The model has a layer of the type “LSTM” (“dropout”), which Strata does not have; it has ${LAYERS.map(({ className }) => className).join(', ')}.`,
    ],
    [
      'an argument that there is not',
      changed((file) => (file.modelTopology.config.layers[1]!.config['groups'] = 2)),
      good,
      'The model’s layer “conv2d” (Conv2D) has 2 for groups; Strata has 1 alone.',
    ],
    [
      'an argument of another kind',
      changed((file) => (file.modelTopology.config.layers[1]!.config['filters'] = 'many')),
      good,
      'The model’s layer “conv2d” (Conv2D) has "many" for filters, where a whole number belongs.',
    ],
    [
      'layers that don’t fit together',
      changed((file) => (file.modelTopology.config.layers[0]!.config['target_shape'] = [9, 8, 1])),
      good,
      'The model’s layer “reshape” can’t be used. 9 × 8 × 1 holds 72 values, but the input has 64: set to 8 × 8 × 1.',
    ],
    [
      'an output that is no classifier’s',
      changed((file) => (file.modelTopology.config.layers[6]!.config['activation'] = 'sigmoid')),
      good,
      'The model’s layer “dense” can’t be used. The output layer has sigmoid, which gives no shares of the classes: use softmax.',
    ],
    [
      'a model with one output',
      changed((file) => (file.modelTopology.config.layers[6]!.config['units'] = 1)),
      good,
      'The model has one output, and Strata needs at least two, one a class.',
    ],
    [
      'no weights file',
      pair.modelJson,
      {},
      'The model’s weights file “weights.bin” is missing: choose it together with the model.json.',
    ],
    [
      'several files, none of them the weights',
      pair.modelJson,
      { 'a.bin': pair.weights, 'b.bin': pair.weights },
      'The model’s weights file “weights.bin” is missing: choose it together with the model.json.',
    ],
    [
      'no list of weights',
      changed((file) => file.weightsManifest.splice(0)),
      good,
      'The model file has no weights “conv2d/kernel”, which its layers need.',
    ],
    [
      'a weights file that was cut off',
      pair.modelJson,
      { 'weights.bin': pair.weights.slice(0, 100) },
      'The weights in “weights.bin” are too short, 100 bytes where the model.json asks for 428: it was cut off or belongs to another model.',
    ],
    [
      'the weights of another model',
      pair.modelJson,
      { 'weights.bin': new ArrayBuffer(432) },
      'The weights in “weights.bin” are too long, 432 bytes where the model.json asks for 428: it belongs to another model.',
    ],
    [
      'NaN weights',
      pair.modelJson,
      { 'weights.bin': withFloat(NaN, 28) },
      'The weights of “conv2d/bias” hold NaN (not a number), so the model can’t be used: export it again from before its training failed.',
    ],
    [
      'infinite weights',
      pair.modelJson,
      { 'weights.bin': withFloat(-Infinity, 0) },
      'The weights of “conv2d/kernel” hold infinite numbers, so the model can’t be used: export it again from before its training failed.',
    ],
    [
      'weights of another shape',
      changed((file) => (file.weightsManifest[0]!.weights[0]!.shape = [1, 9, 1, 3])),
      good,
      'The weights of “conv2d/kernel” are 1 × 9 × 1 × 3, where the layers ask for 3 × 3 × 1 × 3: the file does not fit together.',
    ],
    [
      'weights quantised in an unknown way',
      changed((file) => (file.weightsManifest[0]!.weights[0]!['quantization'] = { dtype: 'uint4', scale: 1, min: 0 })),
      good,
      'The weights of “conv2d/kernel” are quantised in a way that Strata does not know: convert the model anew, to uint8, uint16 or float16, or without quantisation.',
    ],
    [
      'weights of whole numbers',
      changed((file) => (file.weightsManifest[0]!.weights[0]!.dtype = 'int32')),
      good,
      'The weights of “conv2d/kernel” are int32, where the layers ask for float32: save the model with weights of that type.',
    ],
  ])('says in one sentence that the file is %s', (_case, json, files, message) => {
    expect(messageOf(json, files)).toBe(message)
  })

  it('never fails in another way than by its own error, whatever the file', () => {
    const someJson = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((modelTopology) => JSON.stringify({ modelTopology, weightsManifest: [] })),
      fc
        .tuple(
          fc.nat(6),
          fc.constantFrom('filters', 'kernel_size', 'target_shape', 'rate', 'units', 'padding'),
          fc.jsonValue(),
        )
        .map(([index, key, value]) =>
          JSON.stringify(changed((file) => (file.modelTopology.config.layers[index]!.config[key] = value))),
        ),
    )
    fc.assert(
      fc.property(someJson, (text) => {
        expect(typeof messageOf(text, good)).toBe('string')
      }),
      { numRuns: 400 },
    )
  })
})
