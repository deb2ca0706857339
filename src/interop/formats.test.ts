import { describe, expect, it } from 'vitest'
import { entryOf } from '../files/entryOf.fixture'
import { ImportError } from '../files/importProblem'
import type { SourceEntry } from '../files/sourceEntry'
import { serialiseProject } from '../model/project'
import { DEFAULT_RECIPE } from '../model/training/recipe'
import { type Found, findFormats } from './formats'
import { InteropError } from './interopError'
import { SMALL_MODEL } from './smallModel.fixture'
import { write } from './tensorflowjs/write'
import { toTopology } from './keras/topology'

const { signal } = new AbortController()
const model = SMALL_MODEL
const { stack, data } = model
const [modelJson, weightsBin] = (await write(model)).files.map(({ bytes }) => bytes)
const text = new TextDecoder().decode(modelJson)
const weights = weightsBin ?? new Uint8Array()
const KERAS = JSON.stringify(toTopology(stack, data))
const PROJECT = serialiseProject({ stack, recipe: DEFAULT_RECIPE })

/** What is found where all files are suspects. */
const find = (...entries: readonly SourceEntry[]): Promise<readonly Found[]> => findFormats(entries, entries, signal)

async function findOne(...entries: readonly SourceEntry[]): Promise<Found> {
  const [found, second] = await find(...entries)
  if (!found || second) throw new Error(`One find was expected, and there are ${found ? 'more' : 'none'}`)
  return found
}

const told = ({ holds, files }: Found): unknown => ({ holds, files: files.map(({ path }) => path) })

async function whyNotRead(...entries: readonly SourceEntry[]): Promise<string> {
  const { format, files } = await findOne(...entries)
  return format.read(files).then(
    () => 'no error',
    (error: unknown) => (error instanceof InteropError ? error.message : Promise.reject(error as Error)),
  )
}

/** The manifest with its one weights file under another name, or cut in parts. */
const withPaths = (...paths: readonly string[]): string =>
  text.replace('"weights.bin"', paths.map((path) => JSON.stringify(path)).join())

describe('a TensorFlow.js model', () => {
  it.each([
    ['as they are saved', 'model.json', 'weights.bin'],
    ['with misleading endings', 'data.txt', 'weights.bin'],
    ['in a folder', 'cats/2026/model.csv', 'cats/2026/weights.bin'],
    ['in folders of their own', 'topology/model.json', 'shards/weights.bin'],
    ['downloaded twice', 'model (3).json', 'weights (1).bin'],
  ])('is known by its content, with its weights, %s', async (_, json, bin) => {
    const found = await findOne(entryOf(bin, weights), entryOf(json, text), entryOf('README', 'Cats.'))
    expect(told(found)).toEqual({ holds: 'model', files: [json, bin] })
    expect(await found.format.read(found.files)).toEqual({ holds: 'model', model, notes: [] })
  })

  it('takes the only other file for its weights when it is as long as they are', async () => {
    const json = entryOf('model.json', text)
    expect(told(await findOne(json, entryOf('cats.dat', weights)))).toMatchObject({ files: ['model.json', 'cats.dat'] })
    const unsized = entryOf('cats.dat', weights, { sized: false })
    expect(told(await findOne(json, unsized))).toMatchObject({ files: ['model.json', 'cats.dat'] })
    expect(told(await findOne(json, entryOf('train.csv', 'a,b\n1,2\n')))).toMatchObject({ files: ['model.json'] })
  })

  it('puts several files of weights together in the order of the manifest, wherever they lie in the drop', async () => {
    const json = entryOf('model.json', withPaths('group1-shard1of2.bin', './shards/group1-shard2of2.bin'))
    const shards = [weights.slice(0, 100), weights.slice(100)]
    const found = await findOne(
      entryOf('group1-shard2of2 (1).bin', shards[1]!),
      json,
      entryOf('group1-shard1of2 (1).bin', shards[0]!),
    )
    expect(await found.format.read(found.files)).toMatchObject({ model: { weights: model.weights } })
  })

  it('takes the weights beside it where two folders have some of the same name', async () => {
    const other = entryOf('old/weights.bin', new Uint8Array(3))
    const found = await findOne(other, entryOf('new/model.json', text), entryOf('new/weights.bin', weights))
    expect(told(found)).toEqual({ holds: 'model', files: ['new/model.json', 'new/weights.bin'] })
  })

  it('is one with each JSON that holds one', async () => {
    const both = await find(
      entryOf('a/model.json', text),
      entryOf('b/model.json', text),
      entryOf('weights.bin', weights),
    )
    expect(both.map(told)).toEqual([
      { holds: 'model', files: ['a/model.json', 'weights.bin'] },
      { holds: 'model', files: ['b/model.json', 'weights.bin'] },
    ])
  })

  it('says what is wrong with files that are damaged or do not come together', async () => {
    const bin = entryOf('weights.bin', weights)
    expect(await whyNotRead(entryOf('model.json', text.slice(0, -900)), bin)).toMatch(/not JSON, or it was cut off/)
    expect(await whyNotRead(entryOf('model.json', '{"modelTopology":'), bin)).toMatch(/not JSON, or it was cut off/)
    expect(await whyNotRead(entryOf('model.json', text))).toMatch(/“weights\.bin” is missing/)
    expect(await whyNotRead(entryOf('model.json', text), entryOf('weights.bin', weights.slice(1)))).toMatch(/too short/)
    expect(await whyNotRead(entryOf('model.json', '{"weightsManifest": []}'), bin)).toMatch(/no TensorFlow\.js model/)
  })

  it('is not read where it is far longer than any', async () => {
    let bytesRead = 0
    const head = new TextEncoder().encode('{"modelTopology": {"class_name": "Sequential", "config": [')
    const huge: SourceEntry = {
      ...entryOf('huge.json', head),
      size: 200_000_000,
      read: (limit = Infinity) => {
        bytesRead += Math.min(200_000_000, limit)
        return Promise.resolve(head.slice(0, limit))
      },
    }
    expect(await whyNotRead(huge)).toMatch(/“huge\.json” is larger than 32 MB/)
    expect(bytesRead).toBeLessThan(1_000_000)
  })
})

describe('layers without weights', () => {
  const open = async (content: string | Uint8Array, path = 'config.txt'): Promise<unknown> => {
    const { holds, format, files } = await findOne(entryOf(path, content))
    expect(holds).toBe('configuration')
    const opened = await format.read(files)
    if (opened.holds !== 'configuration') throw new Error(`${opened.holds} is no configuration`)
    return { ...opened, layers: opened.stack.layers.map(({ className, args }) => ({ className, args })) }
  }
  const layers = stack.layers.map(({ className, args }) => ({ className, args }))
  const opens = { layers, notes: ['The file holds layers without weights: train them to get a model.'] }

  it('are opened out of what Keras and TensorFlow.js write, and of a model.json that lists no weights', async () => {
    expect(await open(KERAS)).toMatchObject(opens)
    expect(await open(`{"model_config": ${KERAS}}`)).toMatchObject(opens)
    expect(await open(`{"modelTopology": ${KERAS}}`)).toMatchObject(opens)
    expect(await open(`{"modelTopology": ${KERAS}, "weightsManifest": []}`)).toMatchObject(opens)
  })

  it('are opened as Windows writes text: with a mark, or as UTF-16', async () => {
    expect(await open(`\ufeff${KERAS}`)).toMatchObject(opens)
    const utf16 = Buffer.from(`\ufeff${KERAS}`, 'utf16le')
    expect(await open(utf16)).toMatchObject(opens)
  })

  it('say why they can’t be opened', async () => {
    expect(await whyNotRead(entryOf('config.json', KERAS.slice(0, -20)))).toMatch(/not JSON, or it was cut off/)
    expect(await whyNotRead(entryOf('config.json', KERAS.replace('Sequential', 'Functional')))).toMatch(/has 0 inputs/)
    expect(await whyNotRead(entryOf('config.json', KERAS.replace('"Flatten"', '"LSTM"')))).toMatch(/“LSTM”/)
  })
})

describe('a project of Strata', () => {
  it('is opened, whatever it is called', async () => {
    const { format, holds, files } = await findOne(entryOf('my cats', PROJECT))
    expect(holds).toBe('project')
    const opened = await format.read(files)
    expect(opened).toMatchObject({ holds: 'project', project: { recipe: DEFAULT_RECIPE } })
  })

  it('says why it can’t be opened', async () => {
    const newer = PROJECT.replace(/"version": \d+/, '"version": 99')
    expect(await whyNotRead(entryOf('project.strata', newer))).toMatch(/version 99/)
    expect(await whyNotRead(entryOf('project.strata', PROJECT.slice(0, 200)))).toMatch(/cut off/)
    expect(await whyNotRead(entryOf('project.strata', PROJECT.replace('"Dense"', '"LSTM"')))).toMatch(/“LSTM”/)
  })
})

describe('nothing that a format knows', () => {
  it.each([
    ['package.json', '{"name": "strata", "version": "0.1.0", "scripts": {}}'],
    ['annotations.json', '{"info": {"version": 1}, "images": [{"id": 1}], "annotations": []}'],
    ['optimizer.json', '{"class_name": "Adam", "config": {"learning_rate": 0.001}}'],
    ['model.json', 'image_path,label\n0.png,cat\n'],
    ['model.json', '[{"modelTopology": {}}]'],
    ['empty.json', '{}'],
    ['empty.json', ''],
    ['model.json', '\0\0\0\0'],
  ])('is %s with %j', async (path, content) => {
    expect(await find(entryOf(path, content))).toEqual([])
  })

  it('is what lies deeper in a JSON file', async () => {
    const nested = `{"epochs": [{"modelTopology": {}, "version": 1, "stack": {}}], "best": {"class_name": "Sequential", "config": {}}}`
    expect(await find(entryOf('history.json', nested))).toEqual([])
  })

  it('is what is no suspect, or can’t be read any more', async () => {
    expect(await findFormats([entryOf('model.json', text)], [], signal)).toEqual([])
    const gone = { ...entryOf('gone.json', text), read: () => Promise.reject(new ImportError('It was moved.')) }
    expect(await find(gone, entryOf('project.strata', PROJECT))).toHaveLength(1)
  })
})
