import type { CallArguments } from '../protocol/messages'
import type { DatasetSummary } from '../protocol/data'
import type { SourceFile } from '../../files/sourceFile'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryFolder } from '../../data/storage/memoryFolder.fixture'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import { choicesFor, NO_DATA } from '../../model/dataChoices'
import { createRandom } from '../../model/random'
import { startEngine, type StartedEngine } from './startEngine.fixture'

/** A table of 4 x 4 pixels, one row an image, its label first; `broken` rows have a value too few. */
function tableOf(name: string, labels: readonly string[], seed = 1, broken = 0): SourceFile {
  const random = createRandom(seed)
  const rows = labels.map((label) => [label, ...Array.from({ length: 16 }, () => random.integer(256))].join(','))
  const header = ['label', ...Array.from({ length: 16 }, (_, i) => `pixel${i}`)].join(',')
  const text = [header, ...rows, ...Array.from({ length: broken }, () => `${labels[0]},1,2`)].join('\n')
  return { path: name, file: new File([text], name) }
}

const LABELS = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'cat' : 'dog'))

// Node 20 has none; no image here is decoded, so no worker is started.
vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})

let engine: StartedEngine
let pets: DatasetSummary

async function open(files: readonly SourceFile[], addTo?: number): Promise<DatasetSummary> {
  const reply = await engine.call('importFiles', {
    files,
    settings: DEFAULT_SETTINGS,
    ...(addTo === undefined ? {} : { addTo }),
  })
  if (reply.kind !== 'ready') throw new Error('There was a question.')
  return reply.dataset
}

const countOf = async (query: Partial<CallArguments<'thumbnails'>> = {}): Promise<number> =>
  (await engine.call('thumbnails', { offset: 0, limit: 1, ...query })).total

beforeEach(async () => {
  engine = startEngine()
  pets = await open([tableOf('pets.csv', LABELS)])
})

describe('files that were read', () => {
  it('become the current data', async () => {
    expect(pets).toMatchObject({ id: 1, images: 40, excluded: 0, relabelled: 0, width: 4, height: 4, channels: 1 })
    expect(pets).toMatchObject({ classes: ['cat', 'dog'], bytes: 640, problemCount: 0, settings: DEFAULT_SETTINGS })
    expect(pets.files).toMatchObject([{ path: 'pets.csv', used: true }])
    expect(pets).not.toHaveProperty('problemsCsv')
    expect(await countOf()).toBe(40)
    expect(engine.events.filter(({ type }) => type === 'importProgress').length).toBeGreaterThan(0)
  })

  it('leave the data as they were when nothing can be made of them', async () => {
    const refused = open([{ path: 'notes.txt', file: new File(['nothing'], 'notes.txt') }])
    await expect(refused).rejects.toMatchObject({ code: 'badInput' })
    expect(await countOf()).toBe(40)
  })

  it('have their problems as CSV', async () => {
    const summary = await open([tableOf('broken.csv', LABELS, 1, 2)])
    expect(summary).toMatchObject({ images: 40, problemCount: 2 })
    const { csv } = await engine.call('problemsCsv')
    expect(csv.trim().split(/\r?\n/)).toHaveLength(3)
    expect(csv).toContain('broken.csv,42,')
  })
})

describe('files that are added', () => {
  it('come after the images that were there, with what was decided about those', async () => {
    await engine.call('chooseData', { ...choicesFor(pets.id), excluded: [1], relabelled: [{ image: 0, label: 'dog' }] })
    const more = await open([tableOf('more.csv', ['owl', 'cat', 'owl', 'dog'], 2)], pets.id)
    expect(more).toMatchObject({ id: 2, images: 43, excluded: 1, relabelled: 1, classes: ['cat', 'dog', 'owl'] })
    expect(more.files.map(({ path }) => path)).toEqual(['pets.csv', 'more.csv'])
    const { items } = await engine.call('thumbnails', { images: [0, 1, 40], offset: 0, limit: 9 })
    expect(items.map(({ label, split }) => [label, split === 'excluded'])).toEqual([
      ['dog', false],
      ['dog', true],
      ['owl', false],
    ])
  })

  it('are read again together with the first', async () => {
    const more = await open([tableOf('more.csv', ['owl', 'cat'], 2)], pets.id)
    const again = await engine.call('rereadFiles', {
      dataset: more.id,
      settings: { ...DEFAULT_SETTINGS, size: { width: 2, height: 2 } },
    })
    expect(again).toMatchObject({ id: 3, images: 42, width: 2, height: 2, name: more.name, classes: more.classes })
    expect(again.settings!.size).toEqual({ width: 2, height: 2 })
    const inFiles = { width: 4, height: 4 }
    expect(again.sizes).toEqual({ smallest: inFiles, largest: inFiles, fitted: 42 })
  })
})

describe('files that are read again', () => {
  it('keep what was decided about their images', async () => {
    await engine.call('chooseData', { ...choicesFor(pets.id), excluded: [1, 5] })
    const settings = { ...DEFAULT_SETTINGS, size: { width: 8, height: 8 } }
    expect(await engine.call('rereadFiles', { dataset: pets.id, settings })).toMatchObject({ images: 38, excluded: 2 })
    expect(await countOf({ split: 'excluded' })).toBe(2)
  })

  it('are not those of drawn digits', async () => {
    const digits = await engine.call('makeSampleDigits', { seed: 1 })
    expect(digits.settings).toBeUndefined()
    const again = engine.call('rereadFiles', { dataset: digits.id, settings: DEFAULT_SETTINGS })
    await expect(again).rejects.toThrow('The files of these data are not at hand any more: drop them again.')
  })
})

describe('choices about data', () => {
  it('take images out, correct labels and draw splits, and are taken back', async () => {
    const chosen = await engine.call('chooseData', {
      dataset: pets.id,
      splitting: { kind: 'random', train: 0.5, validation: 0, test: 0.5, seed: 3 },
      excluded: [4, 6],
      relabelled: [{ image: 0, label: 'dog' }],
    })
    expect(chosen).toMatchObject({ images: 38, excluded: 2, relabelled: 1 })
    const { train, validation, test } = chosen!.perClass
    expect(validation).toEqual([0, 0])
    expect([train, test].flat().reduce((sum, count) => sum + count)).toBe(38)
    expect([await countOf(), await countOf({ split: 'excluded' }), await countOf({ text: 'dog' })]).toEqual([38, 2, 21])
    expect(await engine.call('image', { index: 0 })).toMatchObject({ label: 'dog', labelAsRead: 'cat' })
    expect(await engine.call('chooseData', choicesFor(pets.id))).toEqual(pets)
  })

  it('go back to data that were there before, and to none', async () => {
    const other = await open([tableOf('other.csv', ['a', 'b', 'a', 'b', 'a', 'b'])])
    expect(await engine.call('chooseData', choicesFor(pets.id))).toEqual(pets)
    expect(await countOf()).toBe(40)
    expect(await engine.call('chooseData', choicesFor(other.id))).toEqual(other)
    expect(await engine.call('chooseData', NO_DATA)).toBeUndefined()
    await expect(countOf()).rejects.toThrow('There are no images yet')
  })

  it('change nothing when they can’t be made', async () => {
    const before = await engine.call('chooseData', { ...choicesFor(pets.id), excluded: [3] })
    for (const [choices, message] of [
      [choicesFor(9), 'These data were let go to make room for newer ones: drop their files again.'],
      [
        { ...choicesFor(pets.id), excluded: [40] },
        'The choices speak of image 41, and the data have 40 images: load the data that go with them.',
      ],
    ] as const) {
      await expect(engine.call('chooseData', choices)).rejects.toMatchObject({ code: 'badInput', message })
    }
    expect(await countOf()).toBe(before!.images)
  })
})

describe('what the page asks of the data', () => {
  it('is answered for the images as they are chosen', async () => {
    const all = await engine.call('statistics')
    await engine.call('chooseData', { ...choicesFor(pets.id), excluded: [0, 1, 2, 3, 4, 5, 6, 7] })
    const some = await engine.call('statistics')
    const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
    expect([sum(all.histogram[0]!), sum(some.histogram[0]!)]).toEqual([40 * 16, 32 * 16])
    expect(some.mean).not.toEqual(all.mean)
  })

  it('can be asked again after its bytes were handed over', async () => {
    const first = await engine.call('statistics')
    structuredClone(first.meanImages, { transfer: [first.meanImages.buffer] })
    expect((await engine.call('statistics')).meanImages).toHaveLength(2 * 16 * 4)
  })

  it('finds copies, and has nothing to say once they are taken out', async () => {
    const twice = await open([tableOf('a.csv', LABELS)], pets.id)
    const copies = (await engine.call('checkData')).flatMap(({ remedy }) =>
      remedy?.kind === 'exclude' ? remedy.images : [],
    )
    expect(copies.length).toBeGreaterThanOrEqual(40)
    const excluded = [...new Set(copies)].toSorted((a, b) => a - b)
    await engine.call('chooseData', { ...choicesFor(twice.id), excluded })
    expect((await engine.call('checkData')).filter(({ kind }) => kind === 'leak' || kind === 'duplicate')).toEqual([])
  })

  it('is a sentence when there is no such image', async () => {
    for (const index of [40, -1, 0.5]) {
      await expect(engine.call('image', { index })).rejects.toMatchObject({
        code: 'badInput',
        message: 'There is no such image: the data have 40 images.',
      })
    }
  })

  it('lists all that match', async () => {
    const { images } = await engine.call('listImages', { text: 'dog', descending: true })
    expect([...images.subarray(0, 3)]).toEqual([39, 37, 35])
    expect(images).toHaveLength(20)
  })

  it('says what a browser without storage can’t do', async () => {
    expect(await engine.call('storage')).toEqual({ datasets: [] })
    await expect(engine.call('keepDataset')).rejects.toThrow('This browser gives the page no storage here')
    expect(await countOf()).toBe(40)
  })
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
    const chosen = await engine.call('chooseData', { ...choicesFor(pets.id), ...DECIDED })
    const { datasets, ...room } = await engine.call('keepDataset')
    expect(datasets).toMatchObject([{ name: 'pets.csv', images: 40, classes: 2 }])
    expect(room).toEqual({ usedBytes: 10, quotaBytes: 1000 })

    engine = startEngine()
    const opened = await engine.call('openStored', { key: datasets[0]!.key })
    expect(opened.choices).toEqual({ ...choicesFor(1), ...DECIDED })
    const { settings: _, seconds: __, ...kept } = chosen!
    expect(opened.dataset).toMatchObject(kept)
    expect(opened.dataset.settings).toBeUndefined()
    expect(await engine.call('image', { index: 0 })).toMatchObject({ label: 'dog', labelAsRead: 'cat' })

    expect((await engine.call('deleteStored', { key: datasets[0]!.key })).datasets).toEqual([])
    expect(await countOf()).toBe(39)
    const gone = engine.call('openStored', { key: datasets[0]!.key })
    await expect(gone).rejects.toMatchObject({ code: 'badInput' })
  })

  it('are one dataset however often they are kept', async () => {
    await engine.call('keepDataset')
    await engine.call('chooseData', { ...choicesFor(pets.id), ...DECIDED })
    const { datasets } = await engine.call('keepDataset')
    expect(datasets).toHaveLength(1)
    const opened = await engine.call('openStored', { key: datasets[0]!.key })
    expect(opened.choices).toMatchObject(DECIDED)
    expect((await engine.call('keepDataset')).datasets).toHaveLength(1)
  })
})
