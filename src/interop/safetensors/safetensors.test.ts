import { describe, expect, it } from 'vitest'
import { mutations } from '../../data/mutate.fixture'
import { entryOf } from '../../files/entryOf.fixture'
import type { SourceEntry } from '../../files/sourceEntry'
import { initialWeights } from '../../model/graph/initialise'
import { createLayer, createStack } from '../../model/graph/stack'
import { weightSpecs } from '../../model/graph/weights'
import { serialiseProject } from '../../model/project'
import { toFloat16 } from '../../model/float16'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { findFormats } from '../formats'
import { InteropError } from '../interopError'
import { toTopology } from '../keras/topology'
import { PROOF_MODELS } from '../proofModels.fixture'
import { SMALL_MODEL } from '../smallModel.fixture'
import { toMetadata } from './metadata'
import { write } from './write'
import { writeSafetensors } from './writeFile'

const { signal } = new AbortController()
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

async function open(...entries: readonly SourceEntry[]) {
  const [found, second] = await findFormats(entries, entries, signal)
  if (!found || second) throw new Error('Not one thing was found')
  const opened = await found.format.read(found.files)
  if (opened.holds !== 'model') throw new Error(`It holds a ${opened.holds}`)
  return opened
}

async function sentenceOf(...entries: readonly SourceEntry[]): Promise<string> {
  const error: unknown = await open(...entries).catch((cause: unknown) => cause)
  if (!(error instanceof InteropError)) throw error
  return error.message
}

/** A file of that header, with as many bytes behind it. */
function fileOf(header: string | object, bytes: number | Uint8Array = 0): Uint8Array {
  const text = encode(typeof header === 'string' ? header : JSON.stringify(header))
  const data = typeof bytes === 'number' ? new Uint8Array(bytes) : bytes
  const file = new Uint8Array(8 + text.length + data.length)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(text, 8)
  file.set(data, 8 + text.length)
  return file
}

const modelFile = (bytes: Uint8Array): SourceEntry => entryOf('model.safetensors', bytes)
const F32 = (shape: readonly number[], begin: number, end: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
})

describe('a model that was written', () => {
  it.each(PROOF_MODELS)('opens from its one file as it was: $name', async ({ model }) => {
    const { files } = await write(model)
    const opened = await open(modelFile(files[0]!.bytes))
    expect(opened).toEqual({ holds: 'model', model, notes: [] })
  })

  it('opens with the layers beside it, too, and without a recipe where it has none', async () => {
    const { recipe: _, ...model } = SMALL_MODEL
    const { files } = await write(model)
    const [weights, layers] = files.map(({ name, bytes }) => entryOf(name, bytes))
    expect(await open(weights!, layers!)).toEqual({ holds: 'model', model, notes: [] })
  })

  it('lies at eights in its file, without holes', async () => {
    const { bytes } = (await write(SMALL_MODEL)).files[0]!
    const header = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    expect(header % 8).toBe(0)
    const json = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + header))) as object
    const { __metadata__: metadata, ...tensors } = json as Record<string, { data_offsets: readonly number[] }>
    expect(Object.values(metadata!).every((text) => typeof text === 'string')).toBe(true)
    expect(Object.values(tensors).map(({ data_offsets: offsets }) => offsets)).toEqual([
      [0, 192],
      [192, 204],
    ])
    expect(bytes).toHaveLength(8 + header + 204)
  })
})

const stack = createStack('image', [
  { ...createLayer('DepthwiseConv2D', { activation: 'linear' }), name: 'eyes' },
  createLayer('Flatten'),
  createLayer('Dense', { units: 3, activation: 'softmax' }),
])
const data = { height: 4, width: 4, channels: 1, classes: 3 }
const weights = initialWeights(stack, data, 2)
const tensors = weightSpecs(stack, data).map(({ key, shape }) => ({ name: key, shape, values: weights.get(key)! }))
const named = (rename: (name: string) => string): Uint8Array =>
  writeSafetensors(
    tensors.map((tensor) => ({ ...tensor, name: rename(tensor.name) })),
    {},
  )
const LAYERS = entryOf('layers.json', JSON.stringify(toTopology(stack, data)))

describe('weights of another program', () => {
  it.each<[string, (name: string) => string]>([
    ['Keras 3', (name) => name.replace('depthwise_kernel', 'kernel')],
    ['Keras 2', (name) => `${name}:0`],
    ['a model within a model', (name) => `sequential/${name.replace('depthwise_kernel', 'kernel')}`],
  ])('open with the layers beside them, under the names of %s', async (_what, rename) => {
    const { model, notes } = await open(modelFile(named(rename)), LAYERS)
    expect([...model.weights]).toEqual([...weights])
    expect(model.data).toEqual(data)
    expect(notes.join(' ')).toContain('does not name the model’s 3 classes')
  })

  it('open without the layer that Keras scales pixels by', async () => {
    const scaled = createStack('image', [createLayer('Rescaling', { scale: 1 / 127.5, offset: -1 }), ...stack.layers])
    const layers = entryOf('layers.json', JSON.stringify(toTopology(scaled, data)))
    const { model } = await open(modelFile(named((name) => name)), layers)
    expect([...model.weights]).toEqual([...weights])
    expect(model.normalisation).toEqual({ mean: [127.5], deviation: [127.5] })
  })

  it('alone ask for the layers', async () => {
    expect(await sentenceOf(modelFile(named((name) => name)))).toBe(
      '“model.safetensors” holds weights without the layers that they belong to: choose it together with the layers as JSON, as Keras’s model.to_json() gives them.',
    )
  })

  it('under PyTorch’s names are refused, whatever lies beside them', async () => {
    const file = modelFile(named((name) => name.replace('/', '.')))
    for (const beside of [[], [LAYERS]]) {
      expect(await sentenceOf(file, ...beside)).toContain('as PyTorch and others do')
    }
  })

  it('of other layers are refused', async () => {
    expect(await sentenceOf(modelFile(named((name) => name.replace('dense', 'dense_7'))), LAYERS)).toContain(
      '“dense/kernel”',
    )
    const more = writeSafetensors([...tensors, { name: 'conv/kernel', shape: [1], values: Float32Array.of(1) }], {})
    expect(await sentenceOf(modelFile(more), LAYERS)).toContain('“conv/kernel”, which belong to none of the layers')
    const wide = [{ ...tensors.at(-1)!, shape: [1, 3] }]
    expect(await sentenceOf(modelFile(writeSafetensors([...tensors.slice(0, -1), ...wide], {})), LAYERS)).toContain(
      'are 1 × 3, where the layers ask for 3',
    )
  })

  it('open with a project whose layers they fit for images of one size, and say so', async () => {
    const recipe = { ...DEFAULT_RECIPE, epochs: 77 }
    const project = entryOf('project.json', serialiseProject({ stack, recipe }))
    const { model, notes } = await open(modelFile(named((name) => name)), project)
    expect([model.stack, model.data, model.recipe]).toEqual([stack, data, recipe])
    expect([...model.weights]).toEqual([...weights])
    expect(notes[0]).toBe(
      'The project does not say what images the model is for, so they are taken to be of 4 × 4 pixels, grey: no other square ones fit its weights.',
    )
  })

  it('and a project that fits several sizes, or none, ask for Keras’s JSON', async () => {
    const pooled = createStack('image', [
      createLayer('Conv2D', { filters: 2 }),
      createLayer('GlobalAveragePooling2D'),
      createLayer('Dense', { units: 3, activation: 'softmax' }),
    ])
    const project = entryOf('project.json', serialiseProject({ stack: pooled, recipe: DEFAULT_RECIPE }))
    const values = [...initialWeights(pooled, data, 1)]
    const specs = weightSpecs(pooled, data)
    const write = (shapeOf: (shape: readonly number[]) => readonly number[]) =>
      modelFile(
        writeSafetensors(
          values.map(([name, own], at) => ({ name, shape: shapeOf(specs[at]!.shape), values: own })),
          {},
        ),
      )
    expect(
      await sentenceOf(
        write((shape) => shape),
        project,
      ),
    ).toContain('its weights fit several sizes')
    expect(
      await sentenceOf(
        write((shape) => [...shape, 1]),
        project,
      ),
    ).toContain('its weights fit no square ones')
  })
})

describe('numbers of other types', () => {
  const values = [0.5, -1.25, 3, 0.0001]
  const types: readonly [string, number, (view: DataView, at: number, value: number) => void][] = [
    ['F64', 8, (view, at, value) => view.setFloat64(at, value, true)],
    ['F16', 2, (view, at, value) => view.setUint16(at, toFloat16(value), true)],
    ['BF16', 2, (view, at, value) => view.setUint16(at, bfloat(value), true)],
  ]
  const bfloat = (value: number): number => {
    const view = new DataView(new ArrayBuffer(4))
    view.setFloat32(0, value)
    return view.getUint16(0)
  }
  const dense = createStack('image', [
    createLayer('Flatten'),
    createLayer('Dense', { units: 2, activation: 'softmax', useBias: false }),
  ])
  const two = { height: 1, width: 2, channels: 1, classes: 2 }
  const metadata = toMetadata({ ...SMALL_MODEL, stack: dense, data: two, classes: ['a', 'b'] })

  const fileWith = (dtype: string, bytes: Uint8Array): Uint8Array =>
    fileOf({ __metadata__: metadata, 'dense/kernel': { dtype, shape: [2, 2], data_offsets: [0, bytes.length] } }, bytes)

  it.each(types)('%s become float32', async (dtype, unit, set) => {
    const view = new DataView(new ArrayBuffer(4 * unit))
    values.forEach((value, at) => set(view, at * unit, value))
    const { model, notes } = await open(modelFile(fileWith(dtype, new Uint8Array(view.buffer))))
    const found = [...model.weights.get('dense/kernel')!]
    expect(found.slice(0, 3)).toEqual(values.slice(0, 3))
    expect(found[3]).toBeCloseTo(values[3]!, dtype === 'F64' ? 10 : 6)
    expect(notes).toEqual(dtype === 'F64' ? ['Numbers of 64 bits in the file were rounded to 32 bits.'] : [])
  })

  it('that are no floats, or no numbers, are refused', async () => {
    expect(await sentenceOf(modelFile(fileWith('I32', new Uint8Array(16))))).toContain('are I32')
    expect(await sentenceOf(modelFile(fileWith('F4', new Uint8Array(2))))).toContain('of the type “F4”')
    const nan = new Uint8Array(Float32Array.of(1, NaN, 1, 1).buffer)
    expect(await sentenceOf(modelFile(fileWith('F32', nan)))).toContain('hold NaN (not a number)')
    const large = new Uint8Array(Float64Array.of(1, 1e300, 1, 1).buffer)
    expect(await sentenceOf(modelFile(fileWith('F64', large)))).toContain('hold infinite numbers')
  })
})

describe('a damaged file is refused in a sentence', () => {
  const sound = { 'a/b': F32([2], 0, 8), 'c/d': F32([1], 8, 12) }

  it.each<[string, Uint8Array, string]>([
    ['gigabytes of header', withLength(fileOf(sound, 12), 2n ** 40n), 'claims a header of 1,099,511,627,776 bytes'],
    ['a longer header than the file', withLength(fileOf(sound, 12), 5000n), 'ends within its header: it was cut off'],
    ['no JSON', fileOf('{"a/b": [', 0), 'header is not JSON'],
    ['no text', fileOf('{"a/b": [', 0).with(12, 0xff), 'is no text'],
    ['no tensors', fileOf('{"a": 1}', 0), 'What the file says of “a” can’t be read'],
    ['metadata that are no texts', fileOf('{"__metadata__": {"a": 1}}', 0), 'metadata are not texts'],
    [
      'a name that stands twice',
      fileOf(`{"a/b":${JSON.stringify(F32([2], 0, 8))},"a\\/b":${JSON.stringify(F32([2], 0, 8))}}`, 8),
      'has a name twice',
    ],
    ['bytes that lie over others', fileOf({ ...sound, 'c/d': F32([1], 4, 8) }, 8), 'lie among those of another'],
    ['a hole', fileOf({ ...sound, 'c/d': F32([1], 12, 16) }, 16), 'have a hole before them'],
    ['another size than its shape', fileOf({ 'a/b': F32([3], 0, 8) }, 8), 'where its shape asks for 12'],
    ['offsets that run backwards', fileOf({ 'a/b': F32([2], 8, 0) }, 8), 'bytes, where its shape asks for 8'],
    ['an offset below 0', fileOf({ 'a/b': F32([2], -8, 0) }, 8), 'What the file says of “a/b” can’t be read'],
    ['a shape that claims gigabytes', fileOf({ 'a/b': F32([2 ** 30], 0, 2 ** 32) }, 8), 'holds 1,073,741,824 numbers'],
    ['a shape beyond all numbers', fileOf({ 'a/b': F32([2 ** 40, 2 ** 40], 0, 8) }, 8), 'where its shape asks for'],
    ['an end that is cut off', fileOf(sound, 11), 'is too short'],
    ['something behind its end', fileOf(sound, 13), 'is too long'],
    ['nothing', fileOf('{}', 0), 'holds no weights'],
  ])('%s', async (_what, bytes, sentence) => {
    expect(await sentenceOf(modelFile(bytes))).toContain(sentence)
  })

  it.each<[string, (metadata: Record<string, string>) => void, string]>([
    ['a project', (metadata) => (metadata['project'] = '{'), 'The project is not JSON'],
    ['classes', (metadata) => (metadata['classes'] = '["a", "a", "b"]'), 'names two classes “a”'],
    ['a number of classes', (metadata) => (metadata['classes'] = '["a", "b"]'), 'The file’s model can’t be used.'],
    ['a normalisation', (metadata) => (metadata['normalisation'] = '{}'), '“normalisation” can’t be read'],
    [
      'channels',
      (metadata) => (metadata['normalisation'] = '{"mean": [0, 0], "deviation": [1, 1]}'),
      'does not fit its images',
    ],
  ])('of Strata’s own, for %s', async (_what, change, sentence) => {
    const metadata = { ...toMetadata(SMALL_MODEL) }
    change(metadata)
    const own = weightSpecs(SMALL_MODEL.stack, SMALL_MODEL.data)
    const bytes = writeSafetensors(
      own.map(({ key, shape }) => ({ name: key, shape, values: SMALL_MODEL.weights.get(key)! })),
      metadata,
    )
    expect(await sentenceOf(modelFile(bytes))).toContain(sentence)
  })

  it('or opens, whatever is done to it', { timeout: 600_000 }, async () => {
    const samples = [(await write(SMALL_MODEL)).files[0]!.bytes, named((name) => name)]
    let [opened, refused] = [0, 0]
    for (const { bytes, run } of mutations(samples, 46)) {
      const entries = [modelFile(bytes), LAYERS]
      for (const { format, files } of await findFormats(entries, entries, signal)) {
        try {
          const { holds } = await format.read(files)
          expect(['model', 'configuration']).toContain(holds)
          opened++
        } catch (error) {
          if (!(error instanceof InteropError)) throw new Error(`Run ${run}`, { cause: error })
          expect(error.message).toMatch(/^[^\n]+\.$/)
          refused++
        }
      }
    }
    expect(Math.min(opened, refused)).toBeGreaterThan(0)
  })
})

function withLength(file: Uint8Array, length: bigint): Uint8Array {
  new DataView(file.buffer).setBigUint64(0, length, true)
  return file
}
