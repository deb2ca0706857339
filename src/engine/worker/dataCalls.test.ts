import type { ImageQuery, LoadedData } from '../protocol/data'
import type { SourceFile } from '../../files/sourceFile'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryFolder } from '../../storage/memoryFolder.fixture'
import { CHOICES_OF_BROWSER } from '../trainers/webgpu/tune/choiceStore'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import { choicesFor, NO_DATA, type DataChoices } from '../../model/dataChoices'
import { tableOf } from '../tableOf.fixture'
import { startEngine, type StartedEngine } from './startEngine.fixture'

const LABELS = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'cat' : 'dog'))

// Node 20 has none; no image here is decoded, so no worker is started.
vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})

let engine: StartedEngine
let pets: LoadedData

async function open(files: readonly SourceFile[], addTo?: DataChoices): Promise<LoadedData> {
  const reply = await engine.call('openFiles', { files, settings: DEFAULT_SETTINGS, ...(addTo ? { addTo } : {}) })
  if (reply.kind !== 'dataset') throw new Error(`The files are a ${reply.kind}`)
  return reply
}

const countOf = async (data: DataChoices, query: Partial<ImageQuery> = {}): Promise<number> =>
  (await engine.call('thumbnails', { data, offset: 0, limit: 1, ...query })).total

beforeEach(async () => {
  engine = startEngine()
  pets = await open([tableOf('pets.csv', LABELS)])
})

describe('files that were read', () => {
  it('are data of their own, about which nothing is decided', async () => {
    expect(pets.choices).toEqual(choicesFor(1))
    expect(pets.dataset).toMatchObject({
      id: 1,
      images: 40,
      excluded: 0,
      relabelled: 0,
      width: 4,
      height: 4,
      channels: 1,
    })
    expect(pets.dataset).toMatchObject({
      classes: ['cat', 'dog'],
      bytes: 640,
      problemCount: 0,
      settings: DEFAULT_SETTINGS,
    })
    expect(pets.dataset.files).toMatchObject([{ path: 'pets.csv', used: true }])
    expect(pets.dataset).not.toHaveProperty('problemsCsv')
    expect(await countOf(pets.choices)).toBe(40)
    expect(engine.events.filter(({ type }) => type === 'importProgress').length).toBeGreaterThan(0)
  })

  it('leave the data as they were when nothing can be made of them', async () => {
    const refused = open([{ path: 'notes.txt', file: new File(['nothing'], 'notes.txt') }])
    await expect(refused).rejects.toMatchObject({ code: 'badInput' })
    expect(await countOf(pets.choices)).toBe(40)
  })

  it('have their problems as CSV', async () => {
    const { dataset, choices } = await open([tableOf('broken.csv', LABELS, 1, 2)])
    expect(dataset).toMatchObject({ images: 40, problemCount: 2 })
    const { csv } = await engine.call('problemsCsv', { data: choices })
    expect(csv.trim().split(/\r?\n/)).toHaveLength(3)
    expect(csv).toContain('broken.csv,42,')
  })
})

describe('files that are added', () => {
  it('come after the images that were there, with what was decided about those', async () => {
    const decided = { ...pets.choices, excluded: [1], relabelled: [{ image: 0, label: 'dog' }] }
    const more = await open([tableOf('more.csv', ['owl', 'cat', 'owl', 'dog'], 2)], decided)
    expect(more.choices).toEqual({ ...decided, dataset: 2 })
    expect(more.dataset).toMatchObject({
      id: 2,
      images: 43,
      excluded: 1,
      relabelled: 1,
      classes: ['cat', 'dog', 'owl'],
    })
    expect(more.dataset.files.map(({ path }) => path)).toEqual(['pets.csv', 'more.csv'])
    const query = { data: more.choices, images: [0, 1, 40], offset: 0, limit: 9 }
    const { items } = await engine.call('thumbnails', query)
    expect(items.map(({ label, split }) => [label, split === 'excluded'])).toEqual([
      ['dog', false],
      ['dog', true],
      ['owl', false],
    ])
  })

  it('are read again together with the first', async () => {
    const more = await open([tableOf('more.csv', ['owl', 'cat'], 2)], pets.choices)
    const { dataset: again } = await engine.call('rereadFiles', {
      data: more.choices,
      settings: { ...DEFAULT_SETTINGS, size: { width: 2, height: 2 } },
    })
    expect(again).toMatchObject({ id: 3, images: 42, width: 2, height: 2, name: more.dataset.name })
    expect(again.classes).toEqual(more.dataset.classes)
    expect(again.settings!.size).toEqual({ width: 2, height: 2 })
    const inFiles = { width: 4, height: 4 }
    expect(again.sizes).toEqual({ smallest: inFiles, largest: inFiles, fitted: 42 })
  })
})

describe('files that are read again', () => {
  it('keep what was decided about their images', async () => {
    const data = { ...pets.choices, excluded: [1, 5] }
    const settings = { ...DEFAULT_SETTINGS, size: { width: 8, height: 8 } }
    const again = await engine.call('rereadFiles', { data, settings })
    expect(again).toMatchObject({ dataset: { images: 38, excluded: 2 }, choices: { dataset: 2, excluded: [1, 5] } })
    expect(await countOf(again.choices, { split: 'excluded' })).toBe(2)
  })

  it('void decisions that speak of classes which are not there any more', async () => {
    const names = Array.from({ length: 8 }, (_, i) => ['Cat', 'cat', 'dog', '1'][i % 4]!)
    const file = tableOf('named.csv', names)
    const { choices } = await open([file])
    const data = { ...choices, excluded: [1], merged: [{ from: 'Cat', to: 'cat' }] }
    const kept = await engine.call('rereadFiles', { data, settings: { ...DEFAULT_SETTINGS, colour: 'grey' } })
    expect(kept.choices).toMatchObject({ excluded: [1], merged: data.merged })
    expect(kept.dataset.classes).toEqual(['1', 'cat', 'dog'])
  })

  it('void decisions about images where as many others come instead', async () => {
    const both = await open([tableOf('one.csv', LABELS), tableOf('two.csv', LABELS, 2)])
    const settings = (out: string) => ({ ...DEFAULT_SETTINGS, tables: { [out]: 'out' as const } })
    const one = await engine.call('rereadFiles', { data: both.choices, settings: settings('two.csv') })
    const data = { ...one.choices, excluded: [1] }
    const two = await engine.call('rereadFiles', { data, settings: settings('one.csv') })
    expect(two).toMatchObject({ dataset: { images: 40, excluded: 0 }, choices: { excluded: [] } })
  })

  it('are not those of drawn digits', async () => {
    const digits = await engine.call('makeSampleDigits', { seed: 1 })
    expect(digits.dataset.settings).toBeUndefined()
    const again = engine.call('rereadFiles', { data: digits.choices, settings: DEFAULT_SETTINGS })
    await expect(again).rejects.toThrow('The files of these data are not at hand any more: drop them again.')
  })
})

describe('choices about data', () => {
  it('take images out, correct labels and draw splits', async () => {
    const data: DataChoices = {
      dataset: pets.dataset.id,
      splitting: { kind: 'random', train: 0.5, validation: 0, test: 0.5, seed: 3 },
      excluded: [4, 6],
      relabelled: [{ image: 0, label: 'dog' }],
      merged: [],
    }
    const chosen = await engine.call('summariseData', { data })
    expect(chosen).toMatchObject({ images: 38, excluded: 2, relabelled: 1 })
    const { train, validation, test } = chosen.perClass
    expect(validation).toEqual([0, 0])
    expect([train, test].flat().reduce((sum, count) => sum + count)).toBe(38)
    const counts = [countOf(data), countOf(data, { split: 'excluded' }), countOf(data, { text: 'dog' })]
    expect(await Promise.all(counts)).toEqual([38, 2, 21])
    expect(await engine.call('image', { data, index: 0 })).toMatchObject({ label: 'dog', labelAsRead: 'cat' })
  })

  it('merge classes: images keep their splits, and say what they were called', async () => {
    const names = Array.from({ length: 20 }, (_, i) => ['Cat', 'cat', 'dog', 'cat'][i % 4]!)
    const { dataset, choices } = await open([tableOf('mixed.csv', names)])
    expect(dataset.classes).toEqual(['Cat', 'cat', 'dog'])
    const [finding] = await engine.call('checkData', { data: choices })
    const merged = [{ from: 'Cat', to: 'cat' }]
    expect(finding).toMatchObject({ kind: 'alikeNames', remedy: { kind: 'merge', merged } })
    const chosen = await engine.call('summariseData', { data: { ...choices, merged } })
    const sums = ([one = 0, two = 0, dog = 0]: readonly number[]): number[] => [one + two, dog]
    expect(chosen).toMatchObject({
      classes: ['cat', 'dog'],
      perClass: {
        train: sums(dataset.perClass.train),
        validation: sums(dataset.perClass.validation),
        test: sums(dataset.perClass.test),
      },
      relabelled: 0,
    })
    const data = { ...choices, merged, relabelled: [{ image: 2, label: 'Cat' }] }
    expect(await engine.call('image', { data, index: 0 })).toMatchObject({ label: 'cat', labelAsRead: 'Cat' })
    expect(await engine.call('image', { data, index: 2 })).toMatchObject({ label: 'cat', labelAsRead: 'dog' })
    expect((await engine.call('summariseData', { data })).relabelled).toBe(1)
  })

  it('are those of the request, whatever was asked for before', async () => {
    const other = await open([tableOf('other.csv', ['a', 'b', 'a', 'b', 'a', 'b'])])
    const fewer = { ...pets.choices, excluded: [3] }
    for (const [data, images] of [
      [pets.choices, 40],
      [other.choices, 6],
      [fewer, 39],
      [pets.choices, 40],
    ] as const) {
      expect((await engine.call('summariseData', { data })).images).toBe(images)
      expect(await countOf(data)).toBe(images)
    }
    await expect(countOf(NO_DATA)).rejects.toThrow('There are no images yet')
  })

  it('are refused in words when they can’t be made', async () => {
    for (const [data, message] of [
      [choicesFor(9), 'These data were let go to make room for newer ones: drop their files again.'],
      [
        { ...pets.choices, excluded: [40] },
        'The choices speak of image 41, and the data have 40 images: load the data that go with them.',
      ],
    ] as const) {
      await expect(engine.call('summariseData', { data })).rejects.toMatchObject({ code: 'badInput', message })
    }
  })
})

describe('what the page asks of the data', () => {
  it('is answered for the images as they are chosen', async () => {
    const all = await engine.call('statistics', { data: pets.choices })
    const some = await engine.call('statistics', { data: { ...pets.choices, excluded: [0, 1, 2, 3, 4, 5, 6, 7] } })
    const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
    expect([sum(all.histogram[0]!), sum(some.histogram[0]!)]).toEqual([40 * 16, 32 * 16])
    expect(some.mean).not.toEqual(all.mean)
  })

  it('can be asked again after its bytes were handed over', async () => {
    const data = pets.choices
    const first = await engine.call('statistics', { data })
    structuredClone(first.meanImages, { transfer: [first.meanImages.buffer] })
    expect((await engine.call('statistics', { data })).meanImages).toHaveLength(2 * 16 * 4)
  })

  it('finds copies, and has nothing to say once they are taken out', async () => {
    const twice = await open([tableOf('a.csv', LABELS)], pets.choices)
    const copies = (await engine.call('checkData', { data: twice.choices })).flatMap(({ remedy }) =>
      remedy?.kind === 'exclude' ? remedy.images : [],
    )
    expect(copies.length).toBeGreaterThanOrEqual(40)
    const excluded = [...new Set(copies)].toSorted((a, b) => a - b)
    const findings = await engine.call('checkData', { data: { ...twice.choices, excluded } })
    expect(findings.filter(({ kind }) => kind === 'leak' || kind === 'duplicate')).toEqual([])
  })

  it('is a sentence when there is no such image', async () => {
    for (const index of [40, -1, 0.5]) {
      await expect(engine.call('image', { data: pets.choices, index })).rejects.toMatchObject({
        code: 'badInput',
        message: 'There is no such image: the data have 40 images.',
      })
    }
  })

  it('lists all that match', async () => {
    const { images } = await engine.call('listImages', {
      data: pets.choices,
      text: 'dog',
      descending: true,
    })
    expect([...images.subarray(0, 3)]).toEqual([39, 37, 35])
    expect(images).toHaveLength(20)
  })

  it('says what a browser without storage can’t do', async () => {
    expect(await engine.call('storage')).toEqual({ datasets: [] })
    await expect(engine.call('keepDataset', { data: pets.choices })).rejects.toThrow(
      'This browser gives the page no storage here',
    )
    expect(await countOf(pets.choices)).toBe(40)
  })
})

it('counts the choices of kernels that the browser keeps, and forgets them', async () => {
  await CHOICES_OF_BROWSER.write('one', { variant: 'tile 2 x 4', milliseconds: {}, dropped: {}, date: 1 })
  await CHOICES_OF_BROWSER.write('two', { variant: 'default', milliseconds: {}, dropped: {}, date: 1 })
  expect(await engine.call('storage')).toEqual({ datasets: [], kernelChoices: 2 })
  expect(await engine.call('forgetKernelChoices')).toEqual({ datasets: [] })
  expect(await CHOICES_OF_BROWSER.read('one')).toBeUndefined()
})

describe('data that the browser keeps', () => {
  const DECIDED = { excluded: [2], relabelled: [{ image: 0, label: 'dog' }] }

  beforeEach(() => {
    const { handle } = createMemoryFolder()
    const storage = {
      getDirectory: () => Promise.resolve(handle),
      estimate: () => Promise.resolve({ usage: 10, quota: 1000 }),
    }
    const locks = { request: (...rest: unknown[]) => (rest.at(-1) as (lock: unknown) => unknown)({}) }
    vi.stubGlobal('navigator', { hardwareConcurrency: 2, storage, locks })
  })
  afterEach(() => {
    vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
  })

  it('open in another visit with what was decided, and can be deleted', async () => {
    const data = { ...pets.choices, ...DECIDED }
    const chosen = await engine.call('summariseData', { data })
    const { datasets, ...room } = await engine.call('keepDataset', { data })
    expect(datasets).toMatchObject([{ name: 'pets.csv', images: 40, classes: 2 }])
    expect(room).toEqual({ usedBytes: 10, quotaBytes: 1000 })

    engine = startEngine()
    const opened = await engine.call('openStored', { key: datasets[0]!.key })
    expect(opened.choices).toEqual({ ...choicesFor(1), ...DECIDED })
    const { settings: _, seconds: __, ...kept } = chosen
    // Without their files, tables can't be left out or read otherwise.
    const files = kept.files.map(({ table: ___, question: ____, ...file }) => file)
    expect(opened.dataset).toMatchObject({ ...kept, files })
    expect(opened.dataset.files).toEqual(files)
    expect(opened.dataset.settings).toBeUndefined()
    const { choices } = opened
    const look = await engine.call('image', { data: choices, index: 0 })
    expect(look).toMatchObject({ label: 'dog', labelAsRead: 'cat' })

    expect((await engine.call('deleteStored', { key: datasets[0]!.key })).datasets).toEqual([])
    expect(await countOf(choices)).toBe(39)
    const gone = engine.call('openStored', { key: datasets[0]!.key })
    await expect(gone).rejects.toMatchObject({ code: 'badInput' })
  })

  it('are one dataset however often they are kept', async () => {
    await engine.call('keepDataset', { data: pets.choices })
    const { datasets } = await engine.call('keepDataset', { data: { ...pets.choices, ...DECIDED } })
    expect(datasets).toHaveLength(1)
    const opened = await engine.call('openStored', { key: datasets[0]!.key })
    expect(opened.choices).toMatchObject(DECIDED)
    expect((await engine.call('keepDataset', { data: opened.choices })).datasets).toHaveLength(1)
  })
})
