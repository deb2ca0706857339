import { describe, expect, it } from 'vitest'
import { importLookedAt } from '../../data/import/importFiles'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import { decodeBatch } from '../../data/images/images'
import { makeGreyPng } from '../../data/images/makePng.fixture'
import { makeZip } from '../../files/makeZip.fixture'
import type { SourceFile } from '../../files/sourceFile'
import { writeHdf5 } from '../../interop/keras/hdf5/writeHdf5'
import { KERAS_FIXTURES } from '../../interop/keras/kerasModels.fixture'
import { write } from '../../interop/tensorflowjs/write'
import { initialWeights } from '../../model/graph/initialise'
import { createLayer, createStack } from '../../model/graph/stack'
import { serialiseProject } from '../../model/project'
import { rescaling } from '../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { recogniseDrop, type RecognisedDrop } from './recogniseDrop'

const { signal } = new AbortController()
const data = { height: 4, width: 4, channels: 1, classes: 2 }
const stack = createStack('image', [createLayer('Flatten'), createLayer('Dense', { units: 2, activation: 'softmax' })])
const weights = initialWeights(stack, data, 1)
const model = { stack, data, classes: ['cat', 'dog'], weights, normalisation: rescaling(1) }
const [JSON_BYTES, WEIGHTS] = (await write(model)).files.map(({ bytes }) => bytes)
const PROJECT = serialiseProject({ stack, recipe: DEFAULT_RECIPE })
const COCO = '{"info": {"version": "1"}, "images": [{"id": 1, "file_name": "a.png"}], "annotations": []}'
const IMAGES = Object.fromEntries(
  ['cat/0.png', 'cat/1.png', 'dog/2.png', 'dog/3.png'].map((path, i) => [path, makeGreyPng(4, 4, (x) => 9 * i + x)]),
)

type Content = string | Uint8Array<ArrayBuffer> | undefined

function filesOf(contents: Readonly<Record<string, Content>>): SourceFile[] {
  return Object.entries(contents).map(([path, content = '']) => ({
    path,
    file: new File([content], path.slice(path.lastIndexOf('/') + 1)),
  }))
}

function zipOf(contents: Readonly<Record<string, Uint8Array | undefined>>): Uint8Array<ArrayBuffer> {
  return makeZip(Object.entries(contents).map(([name, bytes = new Uint8Array()]) => ({ name, bytes })))
}

const recognise = (contents: Readonly<Record<string, Content>>): Promise<RecognisedDrop> =>
  recogniseDrop(filesOf(contents), signal)

/** What a drop is, in a word, and what is said of it. */
async function told(contents: Readonly<Record<string, Content>>): Promise<unknown> {
  const drop = await recognise(contents)
  return drop.kind === 'data' ? 'data' : [drop.found.holds, ...drop.notes]
}

/** What the list of files says of each that is not in the dataset. */
async function leftOut(contents: Readonly<Record<string, Content>>): Promise<readonly string[]> {
  const drop = await recognise(contents)
  if (drop.kind !== 'data') throw new Error(`The drop is no data but a ${drop.found.holds}`)
  const options = { signal, onProgress: () => undefined, decodeImages: decodeBatch }
  const outcome = await importLookedAt(drop.files, DEFAULT_SETTINGS, options)
  if (outcome.kind === 'question') throw new Error(`It asks about ${outcome.question.file}`)
  expect(outcome.dataset.count).toBe(4)
  return outcome.report.files.filter(({ used }) => !used).map(({ outcome }) => outcome)
}

describe('a drop', () => {
  it('is Ludwig’s config, which passes for a text, whatever it is called, but not beside images', async () => {
    const config = [
      'input_features:',
      '  - {name: image_path, type: image, encoder: {type: stacked_cnn}}',
      'output_features:',
      '  - {name: label, type: category}',
      '',
    ].join('\n')
    expect(await told({ 'settings.txt': config })).toEqual(['project'])
    expect(await told({ 'config.yaml': config, ...IMAGES })).toBe('data')
    expect(await told({ 'notes.txt': 'input_features: none\n' })).toBe('data')
  })

  it('is a model, a configuration or a project by its content, whatever the files are called', async () => {
    expect(await told({ 'model.json': JSON_BYTES, 'weights.bin': WEIGHTS })).toEqual(['model'])
    expect(await told({ 'data.txt': JSON_BYTES, 'weights.csv': WEIGHTS })).toEqual(['model'])
    expect(await told({ 'cats/model.json': JSON_BYTES, 'cats/weights.bin': WEIGHTS })).toEqual(['model'])
    expect(await told({ 'model.json': JSON_BYTES })).toEqual(['model'])
    expect(await told({ 'config.json': '{"class_name": "Sequential", "config": {"layers": []}}' })).toEqual([
      'configuration',
    ])
    expect(await told({ 'cats.csv': PROJECT })).toEqual(['project'])
  })

  it('is a model that lies in an archive', async () => {
    const zip = zipOf({ 'tfjs/model.json': JSON_BYTES, 'tfjs/weights.bin': WEIGHTS })
    expect(await told({ 'converted.zip': zip })).toEqual(['model'])
  })

  it('is a Keras model, by itself, renamed to a zip, or unpacked', async () => {
    const { bytes } = KERAS_FIXTURES.find(({ title }) => title === 'Keras 3: sequential')!
    const packed = bytes('.keras')
    expect(await told({ 'digits.keras': packed })).toEqual(['model'])
    expect(await told({ 'digits (1).zip': packed })).toEqual(['model'])
    expect(await told({ 'digits.h5': bytes('.h5') })).toEqual(['model'])
    expect(await told({ 'a/model.json': bytes('.config.json'), 'b/w.bin': bytes('.weights.h5') })).toEqual(['model'])
    expect(await leftOut({ ...IMAGES, 'digits.keras': packed })).toEqual([
      'digits.keras is a Keras model, so it was left out: drop it alone.',
    ])
  })

  it('stays data with an HDF5 file that is no model, and says how to bring its arrays', async () => {
    const images = { shape: [2, 4, 4], values: new Float32Array(32) }
    const bytes = await writeHdf5({ datasets: new Map([['images', images]]) })
    expect(await leftOut({ ...IMAGES, 'images.h5': bytes })).toEqual([
      'images.h5 is an HDF5 file, so it was left out: save its arrays with numpy.savez, and drop the .npz.',
    ])
  })

  it('is a model with texts and tables beside it, and says what is left out', async () => {
    const drop = { 'model.json': JSON_BYTES, 'weights.bin': WEIGHTS, 'README.md': '# Cats\n', 'labels.csv': 'a,b\n' }
    expect(await told({ ...drop, 'metadata.json': '{"labels": ["cat", "dog"]}' })).toEqual([
      'model',
      '“README.md” and 1 more are no part of what was opened, and left out.',
    ])
  })

  it.each([
    ['package.json', '{"name": "strata", "version": "0.1.0"}'],
    ['annotations.json', COCO],
    ['model.json', 'image_path,label\n0.png,cat\n'],
    ['model.json', '{}'],
    ['model.json', ''],
    ['weights.bin', Uint8Array.of(1, 0, 2, 0)],
  ])('is data, which can’t be read, when it is %s with %j', async (path, content) => {
    expect(await told({ [path]: content })).toBe('data')
  })

  it('stays data with a JSON file beside the images, which is named for what it is', async () => {
    expect(await leftOut({ ...IMAGES, 'annotations.json': COCO })).toEqual([
      'annotations.json holds annotations in the form of COCO, which are boxes or outlines in images and no label of the whole image, so it was left out: make a CSV of it that names each image and its label.',
    ])
    expect(await leftOut({ 'images.zip': zipOf(IMAGES), 'project.strata': PROJECT })).toEqual([
      'project.strata is a Strata project, so it was left out: drop it alone.',
    ])
    expect(await leftOut({ ...IMAGES, 'model.json': JSON_BYTES, 'weights.bin': WEIGHTS })).toEqual([
      'model.json is a TensorFlow.js model, so it was left out: drop it with its weights alone.',
      'weights.bin belongs to model.json, so it was left out.',
    ])
  })

  it('stays data with a model in the folder or the archive of the images', async () => {
    const model = { 'cat/model.json': JSON_BYTES, 'cat/weights.bin': WEIGHTS }
    expect(await leftOut({ ...IMAGES, ...model })).toHaveLength(2)
    expect(await leftOut({ 'pets.zip': zipOf({ ...IMAGES, ...model }) })).toHaveLength(2)
  })

  it('stays data with pixels in a table', async () => {
    const row = Array.from({ length: 64 }, (_, i) => 3 * i).join()
    const drop = { 'model.json': JSON_BYTES, 'weights.bin': WEIGHTS, 'train.csv': `${row},cat\n${row},dog\n` }
    expect(await told(drop)).toBe('data')
  })

  it('with two that can be opened is refused, and names both', async () => {
    const two = recognise({ 'model.json': JSON_BYTES, 'weights.bin': WEIGHTS, 'project.strata': PROJECT })
    await expect(two).rejects.toThrow(
      '“model.json” is a TensorFlow.js model, and “project.strata” is a Strata project: choose one of them.',
    )
  })

  it('of tens of thousands of files is looked into at few of them', async () => {
    let reads = 0
    const sidecars = Array.from({ length: 2_000 }, (_, i): SourceFile => {
      const file = new File([COCO], `${i}.json`)
      const slice = file.slice.bind(file)
      file.slice = (...range) => {
        reads++
        return slice(...range)
      }
      return { path: `labels/${i}.json`, file }
    })
    expect((await recogniseDrop([...filesOf(IMAGES), ...sidecars], signal)).kind).toBe('data')
    // Each is asked whether it is an archive, and a few what they are.
    expect(reads).toBeLessThan(2_100)
  })

  it('is given up when it is aborted', async () => {
    const aborted = AbortSignal.abort(new Error('It was cancelled.'))
    await expect(recogniseDrop(filesOf({ 'model.json': JSON_BYTES }), aborted)).rejects.toThrow('It was cancelled.')
  })
})
