import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { SourceFile } from '../../files/sourceFile'
import { choicesFor, type DataChoices } from '../../model/dataChoices'
import { createLayer, createStack } from '../../model/graph/stack'
import { serialiseProject } from '../../model/project'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { toTopology } from '../../interop/keras/topology'
import { EngineError } from '../client'
import type { DropReply, OpenRequest } from '../protocol/drop'
import { startEngine, type StartedEngine } from '../worker/startEngine.fixture'

const stack = createStack('image', [createLayer('Flatten'), createLayer('Dense', { units: 2, activation: 'softmax' })])
const settings = DEFAULT_SETTINGS

function fileOf(path: string, content: string): SourceFile {
  return { path, file: new File([content], path) }
}

/** A table of 4 x 4 pixels, one row an image, with as many cats as dogs. */
function petsOf(name: string, pairs: number): SourceFile {
  const pixels = (value: number): string => Array.from({ length: 16 }, (_, i) => (value * i) % 256).join()
  const rows = Array.from({ length: pairs }, (_, i) => [`cat,${pixels(i + 1)}`, `dog,${pixels(i + 90)}`]).flat()
  const header = ['label', ...Array.from({ length: 16 }, (_, i) => `pixel${i}`)].join()
  return fileOf(name, [header, ...rows].join('\n'))
}

const PROJECT = fileOf('cats.txt', serialiseProject({ stack, recipe: { ...DEFAULT_RECIPE, epochs: 77 } }))
const LAYERS = fileOf(
  'layers.json',
  JSON.stringify(toTopology(stack, { height: 4, width: 4, channels: 1, classes: 2 })),
)

// Node 20 has none; no image here is decoded, so no worker is started.
vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})

let engine: StartedEngine
beforeEach(() => {
  engine = startEngine()
})

const open = (files: readonly SourceFile[], how: Partial<OpenRequest> = {}): Promise<DropReply> =>
  engine.call('openFiles', { files, settings, ...how })

async function askAbout(...files: readonly SourceFile[]): Promise<number> {
  const reply = await open(files, { data: 'ask' })
  if (reply.kind !== 'data') throw new Error(`The files are a ${reply.kind}`)
  return reply.drop
}

const imagesIn = (reply: DropReply): unknown => reply.kind === 'dataset' && reply.dataset.images

const refusalOf = async (call: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await call.catch((cause: unknown) => cause)
  return error instanceof EngineError ? [error.code, error.message] : error
}

describe('files that hold no data', () => {
  it('are told from data, and opened whether or not data are asked about', async () => {
    for (const data of ['ask', 'read', 'refuse'] as const) {
      expect(await open([PROJECT], { data })).toMatchObject({
        kind: 'project',
        project: { recipe: { epochs: 77 }, stack: { input: 'image' } },
        notes: [],
      })
      expect(await open([LAYERS], { data })).toMatchObject({ kind: 'configuration', stack: { input: 'image' } })
    }
  })

  it('are what a person means who asks for a model, whatever lies beside them', async () => {
    const pixels = fileOf('pets.csv', 'label,pixel0,pixel1,pixel2,pixel3\ncat,1,2,3,4\ndog,4,3,2,1')
    const reply = await open([PROJECT, pixels], { data: 'refuse' })
    expect(reply).toMatchObject({
      kind: 'project',
      notes: ['“pets.csv” is no part of what was opened, and left out.'],
    })
    expect(await refusalOf(open([pixels], { data: 'refuse' }))).toEqual([
      'badModel',
      'There is no model and no project in “pets.csv”. Choose a model (.keras, .h5, .onnx, .safetensors, or a model.json together with its weights), a project that Strata saved, layers that Keras wrote as JSON, or a configuration of Ludwig. PyTorch’s models open as ONNX.',
    ])
  })

  it('are not asked about when there is nothing in them to read', async () => {
    expect(await refusalOf(open([fileOf('notes.bin', '\u0000\u0001')], { data: 'ask' }))).toEqual([
      'badInput',
      expect.stringContaining('notes.bin is a binary file of an unknown kind'),
    ])
  })

  it('and can’t be opened are refused as what they are', async () => {
    expect(await refusalOf(open([fileOf('model.json', '{"modelTopology":')]))).toEqual([
      'badModel',
      'The model file is not JSON, or it was cut off.',
    ])
    expect(await refusalOf(open([PROJECT, LAYERS]))).toEqual([
      'badModel',
      '“layers.json” holds a model’s layers without weights, and “cats.txt” is a Strata project: choose one of them.',
    ])
    expect(await refusalOf(open([fileOf('package.json', '{"name": "cats"}')]))).toEqual([
      'badInput',
      'package.json is a JSON file: save the images’ names and labels as CSV.',
    ])
  })
})

describe('data without labels', () => {
  it('stay at hand, with the reason and the question that would mend it', async () => {
    const images = Array.from({ length: 20 }, (_, i) => fileOf(`IMG_${i}.pgm`, `P2 1 1 9 ${i % 10}`))
    const reply = await open(images)
    if (reply.kind !== 'question' || reply.question.kind !== 'names') throw new Error('It does not ask.')
    expect(reply.question).toMatchObject({ file: 'IMG_0.pgm', places: [''], names: images.map(({ path }) => path) })
    expect(reply.question.problem).toMatch(/^20 images have no label: drop the CSV/)
    const answered = { ...settings, names: { '': '{class}.#' } }
    expect(await engine.call('openAsked', { drop: reply.drop, settings: answered })).toMatchObject({
      kind: 'question',
      question: { problem: 'No name of these 20 images fits {class}.#.', pattern: '{class}.#' },
    })
  })
})

describe('data that are asked about', () => {
  it('are read when it is said what becomes of them', async () => {
    const first = await open([petsOf('pets.csv', 10)])
    expect(imagesIn(first)).toBe(20)
    const drop = await askAbout(petsOf('more.csv', 5), PROJECT)
    const addTo: DataChoices = { ...choicesFor(1), excluded: [3] }
    const reply = await engine.call('openAsked', { drop, settings, addTo })
    expect(reply).toMatchObject({
      kind: 'dataset',
      choices: { dataset: 2, excluded: [3] },
      dataset: { images: 29, excluded: 1, name: 'pets.csv + more.csv' },
    })
    expect(reply.kind === 'dataset' && reply.dataset.problems[0]?.listed[0]?.message).toBe(
      'cats.txt is a Strata project, so it was left out: drop it alone.',
    )
    expect(imagesIn(await engine.call('openAsked', { drop: await askAbout(petsOf('c.csv', 4)), settings }))).toBe(8)
  })

  it('are read again in another way like all others, with the same files left out', async () => {
    const drop = await askAbout(petsOf('pets.csv', 10), PROJECT)
    await engine.call('openAsked', { drop, settings })
    const again = await engine.call('rereadFiles', {
      data: choicesFor(1),
      settings: { ...settings, size: { width: 8, height: 8 } },
    })
    expect(again.dataset).toMatchObject({ images: 20, width: 8, problemCount: 1 })
    expect(again.dataset.problems[0]?.listed[0]?.message).toContain('is a Strata project')
  })

  it('are at hand until others are asked about, and are read once', async () => {
    const earlier = await askAbout(petsOf('a.csv', 4))
    const drop = await askAbout(petsOf('b.csv', 4))
    const gone = ['badInput', 'These files are not at hand any more: drop them again.']
    expect(await refusalOf(engine.call('openAsked', { drop: earlier, settings }))).toEqual(gone)
    expect(imagesIn(await engine.call('openAsked', { drop, settings }))).toBe(8)
    expect(await refusalOf(engine.call('openAsked', { drop, settings }))).toEqual(gone)
  })
})
