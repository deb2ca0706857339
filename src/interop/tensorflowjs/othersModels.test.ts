/** Models as other tools save them, which need no layer that Strata lacks, open with the very numbers that are in their files. */
import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import type { SourceEntry } from '../../files/sourceEntry'
import { inputIdsAt } from '../../model/graph/inputs'
import { analyseStack } from '../../model/graph/shapes'
import type { TrainedModel } from '../../model/trainedModel'
import { rescaling } from '../../model/training/normalisation'
import { findFormats } from '../formats'
import { InteropError } from '../interopError'

const { signal } = new AbortController()
const UNNAMED = 'The file does not name the model’s 10 classes, so they are numbered from 0.'
const UNSAID =
  'The file does not say how pixels become numbers, so they are divided by 255, and the model’s results here may be poor.'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

interface Saved {
  readonly topology: object
  readonly specs: readonly tf.io.WeightsManifestEntry[]
  readonly bytes: Uint8Array<ArrayBuffer>
}

async function save(model: tf.LayersModel): Promise<Saved> {
  let saved: tf.io.ModelArtifacts | undefined
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } })
    }),
  )
  const { modelTopology, weightSpecs = [], weightData } = saved ?? {}
  const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData))
  return { topology: modelTopology as object, specs: weightSpecs, bytes }
}

function jsonOf(topology: object, weights: readonly object[], paths: readonly string[] = ['weights.bin']): SourceEntry {
  return entryOf('model.json', JSON.stringify({ modelTopology: topology, weightsManifest: [{ paths, weights }] }))
}

interface OpenedModel {
  readonly model: TrainedModel
  readonly notes: readonly string[]
  readonly files: readonly string[]
}

async function open(...entries: readonly SourceEntry[]): Promise<OpenedModel> {
  const [found, second] = await findFormats(entries, entries, signal)
  if (!found || second) throw new Error('One find was expected')
  const opened = await found.format.read(found.files)
  if (opened.holds !== 'model') throw new Error(`It holds a ${opened.holds}`)
  return { model: opened.model, notes: opened.notes, files: found.files.map(({ path }) => path) }
}

const openSaved = ({ topology, specs, bytes }: Saved): Promise<OpenedModel> =>
  open(jsonOf(topology, specs), entryOf('weights.bin', bytes))

const refusalOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(
    () => 'no error',
    (error: unknown) => (error instanceof InteropError ? error.message : Promise.reject(error as Error)),
  )

const classesOf = ({ model }: OpenedModel): unknown => model.stack.layers.map(({ className }) => className)
const weightsOf = ({ model }: OpenedModel): unknown => [...model.weights.values()]
const valuesOf = (model: tf.LayersModel): unknown =>
  model.weights.map((weight) => weight.read().dataSync() as Float32Array)

/** Flatten, Dense, Dropout, Dense: the first model of many courses. */
const beginners = (inputShape: number[], ...front: tf.layers.Layer[]): tf.Sequential =>
  tf.sequential({
    layers: [
      ...front,
      tf.layers.flatten(front.length > 0 ? {} : { inputShape }),
      tf.layers.dense({ units: 6, activation: 'relu' }),
      tf.layers.dropout({ rate: 0.2 }),
      tf.layers.dense({ units: 10 }),
    ],
  })

describe('images without channels', () => {
  const NOTE = 'The model takes 28 × 28 values without channels: here they are grey images of that size.'

  it('are grey ones, and scores at the end have “Use softmax”', async () => {
    const theirs = beginners([28, 28])
    const opened = await openSaved(await save(theirs))
    expect(opened.model.data).toEqual({ height: 28, width: 28, channels: 1, classes: 10 })
    expect(opened.model.stack.input).toBe('image')
    expect(classesOf(opened)).toEqual(['Flatten', 'Dense', 'Dropout', 'Dense'])
    expect(weightsOf(opened)).toEqual(valuesOf(theirs))
    expect(opened.notes).toEqual([NOTE, UNNAMED, UNSAID])
    const { layers, trainable } = analyseStack(opened.model.stack, opened.model.data)
    expect([trainable, layers.at(-1)?.problems[0]?.fix?.label]).toEqual([true, 'Use softmax'])
  })

  it('are grey ones in Functional models that form a line, and in layers without weights', async () => {
    const input = tf.input({ shape: [28, 28] })
    const line = beginners([28, 28]).layers.reduce<tf.SymbolicTensor>(
      (tensor, layer) => layer.apply(tensor) as tf.SymbolicTensor,
      input,
    )
    const theirs = tf.model({ inputs: input, outputs: line })
    const opened = await openSaved(await save(theirs))
    expect(classesOf(opened)).toEqual(['Flatten', 'Dense', 'Dropout', 'Dense'])
    expect(weightsOf(opened)).toEqual(valuesOf(theirs))
    const json = entryOf('layers.json', theirs.toJSON() as string)
    const [found] = await findFormats([json], [json], signal)
    expect(await found!.format.read(found!.files)).toMatchObject({ stack: { input: 'image' } })
  })

  it('keep their two axes, by a Reshape, where a layer works along the last of them', async () => {
    const theirs = tf.sequential({
      layers: [
        tf.layers.dropout({ rate: 0.1, inputShape: [6, 5] }),
        tf.layers.layerNormalization({ axis: -1 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 10, activation: 'softmax' }),
      ],
    })
    const opened = await openSaved(await save(theirs))
    expect(classesOf(opened)).toEqual(['Reshape', 'Dropout', 'LayerNormalization', 'Flatten', 'Dense'])
    expect(opened.model.data).toMatchObject({ height: 6, width: 5, channels: 1 })
    expect(weightsOf(opened)).toEqual(valuesOf(theirs))
  })

  it('are refused where Strata lacks the layer for two axes', async () => {
    const theirs = tf.sequential({
      layers: [
        tf.layers.dense({ units: 4, inputShape: [28, 28], activation: 'softmax', name: 'rows' }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 10, activation: 'softmax' }),
      ],
    })
    const saved = await save(theirs)
    // Strata has no Dense over two axes. It must not run over pixels one by one instead.
    expect(await refusalOf(openSaved(saved))).toBe(
      'The model’s layer “rows” can’t be used. Dense needs a flat input: insert Flatten to lay 28 × 28 in a row of 784 values.',
    )
  })
})

describe('a layer that brings bytes to small numbers', () => {
  const rescale = (inputShape: number[]): tf.layers.Layer =>
    tf.layers.activation({ activation: 'linear', inputShape, name: 'rescaling' })

  /** TensorFlow.js has no Rescaling, so its place is held by a layer without weights. */
  const withRescaling = ({ topology, ...saved }: Saved, scale: number, offset: number): Saved => {
    const text = JSON.stringify(topology).replace(
      /\{"class_name":"Activation","config":\{"activation":"linear"/,
      `{"class_name":"Rescaling","config":{"scale":${scale},"offset":${offset}`,
    )
    return { ...saved, topology: JSON.parse(text) as object }
  }

  it.each([
    ['from 0 to 1', 1 / 255, 0, rescaling(1)],
    ['from -1 to 1', 1 / 127.5, -1, { mean: [127.5], deviation: [127.5] }],
  ])('is the model’s normalisation: %s', async (_, scale, offset, normalisation) => {
    for (const shape of [
      [28, 28],
      [28, 28, 1],
    ]) {
      const saved = await save(beginners(shape, rescale(shape)))
      const opened = await openSaved(withRescaling(saved, scale, offset))
      expect(opened.model.normalisation).toEqual(normalisation)
      expect(classesOf(opened)).toEqual(['Flatten', 'Dense', 'Dropout', 'Dense'])
      expect(opened.notes[0]).toMatch(/^The layer “rescaling” is left out, because Strata brings bytes/)
      expect(opened.notes).not.toContain(UNSAID)
    }
  })

  it('is told from one that is for small numbers', async () => {
    const saved = await save(beginners([28, 28, 1], rescale([28, 28, 1])))
    const opened = await openSaved(withRescaling(saved, 2, -1))
    expect(classesOf(opened)).toEqual(['Rescaling', 'Flatten', 'Dense', 'Dropout', 'Dense'])
    expect(opened.notes).toContain(UNSAID)
  })
})

describe('a model within the model', () => {
  it('has its layers in its place, as Teachable Machine and transfer learning nest them', async () => {
    const image = tf.input({ shape: [12, 12, 3] })
    const conv = tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name: 'conv' }).apply(image)
    const norm = tf.layers.batchNormalization({ name: 'norm' }).apply(conv) as tf.SymbolicTensor
    const sum = tf.layers.add({ name: 'sum' }).apply([norm, conv as tf.SymbolicTensor]) as tf.SymbolicTensor
    const base = tf.model({ inputs: image, outputs: sum })
    const pooled = tf.sequential({ layers: [base, tf.layers.globalAveragePooling2d({ name: 'pool' })] })
    const head = tf.sequential({
      layers: [
        tf.layers.dense({ units: 5, activation: 'relu', inputShape: [4], name: 'dense_Dense1' }),
        tf.layers.dense({ units: 2, activation: 'softmax', useBias: false, name: 'dense_Dense2' }),
      ],
    })
    const theirs = tf.sequential({ layers: [pooled, head] })
    const opened = await openSaved(await save(theirs))
    expect(classesOf(opened)).toEqual([
      'Conv2D',
      'BatchNormalization',
      'Add',
      'GlobalAveragePooling2D',
      'Dense',
      'Dense',
    ])
    expect(opened.model.data).toEqual({ height: 12, width: 12, channels: 3, classes: 2 })
    const { layers } = opened.model.stack
    expect(inputIdsAt(layers, 2)).toEqual([layers[1]?.id, layers[0]?.id])
    for (const weight of theirs.weights)
      expect(opened.model.weights.get(weight.originalName)).toEqual(weight.read().dataSync())
  })

  it('whose layers have names of the outer ones is refused, as their weights can’t be told apart', async () => {
    const [inner, outer] = [5, 2].map((units) => tf.layers.dense({ units, name: `dense_${units}` }))
    const theirs = tf.sequential({
      layers: [tf.sequential({ layers: [tf.layers.flatten({ inputShape: [4, 4, 1] }), inner!] }), outer!],
    })
    const { topology, ...saved } = await save(theirs)
    const renamed = JSON.parse(
      JSON.stringify(topology).replaceAll('dense_5', 'dense').replaceAll('dense_2', 'dense'),
    ) as object
    expect(await refusalOf(openSaved({ topology: renamed, ...saved }))).toBe(
      'The model has two layers “dense”, whose weights can’t be told apart: give each layer a name of its own.',
    )
  })
})

describe('quantised weights', () => {
  const theirs = async (): Promise<Saved> => save(beginners([3, 3, 1]))

  /** As TensorFlow.js's converter writes them: each weight by its own range. */
  function quantise({ topology, specs, bytes }: Saved, dtype: 'uint8' | 'uint16' | 'float16'): Saved {
    const packed: Uint8Array[] = []
    let at = 0
    const manifest = specs.map((spec) => {
      const size = tf.util.sizeFromShape(spec.shape)
      const values = new Float32Array(bytes.buffer, at, size)
      at += 4 * size
      if (dtype === 'float16') {
        // Halves of every kind: zeros, tiny, whole, negative.
        const halves = Uint16Array.from(values, (_, i) => [0, 0x8000, 0x0001, 0x83ff, 0x3c00, 0xb555, 0x7bff][i % 7]!)
        packed.push(new Uint8Array(halves.buffer))
        return { ...spec, quantization: { dtype, original_dtype: 'float32' } }
      }
      const [min, max] = [Math.min(...values), Math.max(...values)]
      const scale = (max - min) / (dtype === 'uint8' ? 255 : 65_535) || 1
      const steps = values.map((value) => Math.round((value - min) / scale))
      packed.push(dtype === 'uint8' ? Uint8Array.from(steps) : new Uint8Array(Uint16Array.from(steps).buffer))
      return { ...spec, quantization: { dtype, min, scale, original_dtype: 'float32' } }
    })
    const joined = Uint8Array.from(packed.flatMap((part) => [...part]))
    return { topology, specs: manifest, bytes: joined }
  }

  it.each(['uint8', 'uint16', 'float16'] as const)('of %s are those that TensorFlow.js reads', async (dtype) => {
    const saved = quantise(await theirs(), dtype)
    const opened = await openSaved(saved)
    const decoded = tf.io.decodeWeights(saved.bytes.buffer, [...saved.specs])
    expect([...opened.model.weights.keys()]).toHaveLength(4)
    for (const [key, values] of opened.model.weights) expect(values).toEqual(decoded[key]?.dataSync())
  })

  it('that were cut off are said to be', async () => {
    const saved = quantise(await theirs(), 'uint8')
    expect(await refusalOf(openSaved({ ...saved, bytes: saved.bytes.slice(1) }))).toMatch(/are too short, 129 bytes/)
  })

  it('stand beside values that no layer needs', async () => {
    const saved = await theirs()
    const state = { name: 'seed_generator/seed_generator_state', shape: [2], dtype: 'uint32' } as never
    const bytes = Uint8Array.from([...saved.bytes, ...new Array<number>(8).fill(7)])
    const opened = await openSaved({ ...saved, specs: [...saved.specs, state], bytes })
    expect(weightsOf(opened)).toEqual(weightsOf(await openSaved(saved)))
  })
})

describe('files of weights under other names', () => {
  const PATHS = ['group1-shard1of3.bin', 'group1-shard2of3.bin', 'group1-shard3of3.bin']
  const cut = ({ bytes }: Saved): readonly Uint8Array[] => [
    bytes.slice(0, 100),
    bytes.slice(100, 250),
    bytes.slice(250),
  ]

  async function openAs(names: readonly string[]): Promise<OpenedModel> {
    const saved = await save(beginners([3, 3, 1]))
    const parts = cut(saved)
    const files = names.map((name, at) => entryOf(name, parts[at]!))
    const whole = await openSaved(saved)
    const opened = await open(files[2]!, jsonOf(saved.topology, saved.specs, PATHS), files[0]!, files[1]!)
    expect(weightsOf(opened)).toEqual(weightsOf(whole))
    return opened
  }

  it('as a browser renames downloads are found, whatever order they were dropped in', async () => {
    expect((await openAs(PATHS.map((name) => name.replace('.bin', ' (1).bin')))).notes).toEqual([UNNAMED, UNSAID])
  })

  it.each([
    ['with a hash', ['group1-shard1of3.9f.bin', 'group1-shard2of3.3c.bin', 'group1-shard3of3.aa.bin']],
    ['numbered', ['weights-8.bin', 'weights-9.bin', 'weights-10.bin']],
  ])('%s are taken in the order of their numbers, and it is said', async (_, names) => {
    const said = names.map((name) => `“${name}”`).join(', ')
    expect((await openAs(names)).notes[0]).toBe(
      `The files of weights have other names than the model.json gives them, so they were taken in this order: ${said}.`,
    )
  })

  it('whose order nothing tells are asked for', async () => {
    expect(await refusalOf(openAs(['9f.bin', '3c.bin', 'aa.bin']))).toBe(
      'The model’s weights file “group1-shard1of3.bin” is missing: choose it together with the model.json.',
    )
  })

  it('are two in the order of their lengths, as the converter fills the first', async () => {
    const big = tf.sequential({
      layers: [tf.layers.flatten({ inputShape: [33, 33, 1] }), tf.layers.dense({ units: 1000 })],
    })
    const { topology, specs, bytes } = await save(big)
    const [first, last] = [bytes.slice(0, 2 ** 22), bytes.slice(2 ** 22)]
    const opened = await open(
      entryOf('aa.dat', last),
      entryOf('bb.dat', first),
      jsonOf(topology, specs, ['group1-shard1of2.bin', 'group1-shard2of2.bin']),
    )
    expect(weightsOf(opened)).toEqual(valuesOf(big))
  })
})

describe('a metadata.json beside', () => {
  const labels = Array.from({ length: 10 }, (_, at) => `Class ${at + 1}`)
  const metadata = (change: object = {}, path = 'metadata.json'): SourceEntry =>
    entryOf(path, JSON.stringify({ packageName: '@teachablemachine/image', labels, imageSize: 3, ...change }))

  const openWith = async (beside: SourceEntry): Promise<OpenedModel> => {
    const { topology, specs, bytes } = await save(beginners([3, 3, 1]))
    return open(beside, jsonOf(topology, specs), entryOf('weights.bin', bytes))
  }

  it('names the classes, and says whose pixels go from -1 to 1', async () => {
    const { model, notes, files } = await openWith(metadata())
    expect(model.classes).toEqual(labels)
    // Its library divides by 127, and 0.9999 is what it makes of a grey.
    expect(model.normalisation.mean[0]).toBeCloseTo(127 / 0.9999, 9)
    expect(model.normalisation.deviation).toEqual(model.normalisation.mean)
    expect(notes).toEqual(['Pixels become numbers from -1 to 1, as Teachable Machine has them.'])
    expect(files).toEqual(['model.json', 'weights.bin', 'metadata.json'])
  })

  it('of another tool names the classes alone', async () => {
    const { model, notes } = await openWith(metadata({ packageName: 'mine' }, 'metadata (2).json'))
    expect([model.classes, model.normalisation]).toEqual([labels, rescaling(1)])
    expect(notes).toEqual([UNSAID])
  })

  it('of another model does not', async () => {
    const { model, notes } = await openWith(metadata({ labels: ['a', 'b'], packageName: 'mine' }))
    expect(model.classes[9]).toBe('9')
    expect(notes[0]).toBe('The model has 10 classes, and its files name 2, so they are numbered from 0.')
  })

  it('that lists something else is no part of the model', async () => {
    expect((await openWith(metadata({ labels: { cat: 1 } }))).files).toEqual(['model.json', 'weights.bin'])
  })
})

describe('a labels.txt beside', () => {
  const names = Array.from({ length: 10 }, (_, at) => `Class ${'abcdefghij'[at]!}`)
  const openWith = async (...beside: readonly SourceEntry[]): Promise<OpenedModel> => {
    const { topology, specs, bytes } = await save(beginners([3, 3, 1]))
    return open(...beside, jsonOf(topology, specs), entryOf('weights.bin', bytes))
  }

  it.each([
    ['labels.txt', names.join('\n')],
    ['class_names.txt', `${names.join('\r\n')}\r\n`],
    ['labels (1).txt', names.map((name, at) => `${at} ${name}`).join('\n')],
    ['classes.txt', names.map((name, at) => `${at + 1}: ${name}`).join('\n')],
  ])('names the classes: %s', async (path, text) => {
    const { model, notes, files } = await openWith(entryOf(path, text))
    expect(model.classes).toEqual(names)
    expect(notes).toEqual([UNSAID])
    expect(files).toEqual(['model.json', 'weights.bin', path])
  })

  it('keeps numbers that are not those of the lines', async () => {
    const fingers = names.map((_, at) => `${10 - at} fingers`)
    expect((await openWith(entryOf('labels.txt', fingers.join('\n')))).model.classes).toEqual(fingers)
  })

  it('with too few lines, or two of one name, says so', async () => {
    const short = await openWith(entryOf('labels.txt', 'cat\ndog\n'))
    expect(short.model.classes[9]).toBe('9')
    expect(short.notes[0]).toBe('The model has 10 classes, and labels.txt names 2, so they are numbered from 0.')
    const twice = await openWith(entryOf('labels.txt', [...names.slice(1), 'Class b'].join('\n')))
    expect(twice.model.classes[0]).toBe('0')
    expect(twice.notes[0]).toBe(
      'labels.txt gives several of the model’s classes the name “Class b”, so they are numbered from 0.',
    )
  })

  it('gives way to a metadata.json, and to no other text', async () => {
    const labels = names.map((name) => name.toUpperCase())
    const metadata = entryOf('metadata.json', JSON.stringify({ labels }))
    const { model, files } = await openWith(entryOf('labels.txt', names.join('\n')), metadata)
    expect(model.classes).toEqual(labels)
    expect(files).toEqual(['model.json', 'weights.bin', 'metadata.json'])
    const readme = await openWith(entryOf('readme.txt', names.join('\n')))
    expect(readme.files).toEqual(['model.json', 'weights.bin'])
  })
})
