import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRandom } from '../../model/random'
import type { Dataset } from '../../data/dataset'
import { createMemoryFolder, type MemoryFolder } from '../memoryFolder.fixture'
import { mutate } from '../../data/mutate.fixture'
import { StorageError } from '../folders'
import { createDatasetStore, type DatasetStore, type KeptContents } from './datasetStore'

const { signal } = new AbortController()

const DATASET: Dataset = {
  name: 'pets.zip',
  width: 3,
  height: 2,
  channels: 3,
  count: 4,
  pixels: Uint8Array.from({ length: 72 }, (_, i) => i * 3),
  classes: ['Cat', 'cat', 'dog'],
  labels: Uint16Array.of(0, 2, 2, 1),
  splits: Uint8Array.of(0, 0, 1, 2),
  paths: ['cat/1.png', 'dog/“2”.png', 'dog/3\n.png', 'katze/ä.png'],
}

const KEPT: KeptContents = {
  dataset: DATASET,
  report: {
    splitsGiven: true,
    sizes: { smallest: { width: 1, height: 2 }, largest: { width: 9, height: 9 }, fitted: 3 },
    files: [{ path: 'pets.zip', bytes: 900, kind: 'zip archive', outcome: '4 images', used: true }],
    problems: [
      { kind: 'rows are empty', count: 2, listed: [{ message: 'Row 3 is empty.', file: 'pets.csv', row: 3 }] },
    ],
    problemCount: 2,
    problemsCsv: 'file,row,kind,message\r\npets.csv,3,rows are empty,Row 3 is empty.',
    notes: ['The splits were drawn.'],
  },
  choices: {
    splitting: { kind: 'random', train: 0.5, validation: 0.25, test: 0.25, seed: 9 },
    excluded: [1],
    relabelled: [{ image: 2, label: 'cat' }],
    merged: [{ from: 'Cat', to: 'cat' }],
  },
}

/** One tab's locks, of which one may be held by another tab. */
function createLocks() {
  const held = new Set<string>()
  const request = (name: string, ...rest: unknown[]) => {
    const work = rest.at(-1) as (lock: unknown) => Promise<unknown>
    return work(held.has(name) ? null : { name, mode: 'exclusive' })
  }
  return { held, locks: { request } as unknown as LockManager }
}

let folder: MemoryFolder
let locks: ReturnType<typeof createLocks>
let store: DatasetStore
beforeEach(() => {
  folder = createMemoryFolder()
  locks = createLocks()
  const estimate = () => Promise.resolve({ quota: 5e6, usage: 2e6 })
  store = createDatasetStore({ folders: folder.handle, locks: locks.locks, estimate })
})

afterEach(() => void vi.useRealTimers())

describe('a dataset in the browser’s storage', () => {
  it('opens as it was kept: images, labels, paths, choices and report', async () => {
    const key = await store.keep(KEPT, undefined, signal)
    expect(await store.open(key)).toEqual(KEPT)
  })

  it('opens as it was kept before classes could be merged', async () => {
    const key = await store.keep(KEPT, undefined, signal)
    const { merged: _, ...before } = KEPT.choices
    const path = `${key}/head.json`
    const head = JSON.parse(new TextDecoder().decode(folder.files.get(path))) as object
    folder.files.set(path, new TextEncoder().encode(JSON.stringify({ ...head, choices: before })))
    expect((await store.open(key)).choices).toEqual({ ...before, merged: [] })
  })

  it('is listed with its size, the newest first', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000 })
    const first = await store.keep(KEPT, undefined, signal)
    vi.setSystemTime(2_000)
    const second = await store.keep({ ...KEPT, dataset: { ...DATASET, name: 'later' } }, undefined, signal)
    const listed = await store.list()
    expect(listed.map(({ key, name }) => [key, name])).toEqual([
      [second, 'later'],
      [first, 'pets.zip'],
    ])
    expect(listed[1]).toMatchObject({ images: 4, classes: 3 })
    const own = [...folder.files].filter(([path]) => path.startsWith(first) && !path.endsWith('head.json'))
    expect(listed[1]!.bytes).toBe(own.reduce((all, [, { length }]) => all + length, 0))
    expect(listed.map(({ savedAt }) => savedAt)).toEqual([2_000, 1_000])
  })

  it('takes new choices without its images being written again', async () => {
    const key = await store.keep(KEPT, undefined, signal)
    const pixels = folder.files.get(`${key}/pixels.bin`)
    const changed = { ...KEPT, choices: { ...KEPT.choices, excluded: [0, 3] } }
    expect(await store.keep(changed, key, signal)).toBe(key)
    expect(await store.open(key)).toEqual(changed)
    expect(folder.files.get(`${key}/pixels.bin`)).toBe(pixels)
    expect(await store.list()).toHaveLength(1)
  })

  it('is kept anew when it was deleted meanwhile', async () => {
    const key = await store.keep(KEPT, undefined, signal)
    await store.remove(key)
    expect(folder.files.size).toBe(0)
    const again = await store.keep(KEPT, key, signal)
    expect(await store.open(again)).toEqual(KEPT)
  })

  it('leaves all as it was when there is no room, and says how much is needed', async () => {
    const key = await store.keep(KEPT, undefined, signal)
    const before = new Map(folder.files)
    folder.quota = 1000
    const large = { ...DATASET, width: 300, height: 1000, pixels: new Uint8Array(3_600_000).fill(1) }
    const refused = store.keep({ ...KEPT, dataset: large }, undefined, signal)
    await expect(refused).rejects.toThrow(StorageError)
    await expect(refused).rejects.toThrow(
      'There is no room in the browser’s storage: these data take 4 MB, and it has 3 MB left. Delete others that are kept there, or free space on the disk.',
    )
    expect(folder.files).toEqual(before)
    expect(await store.open(key)).toEqual(KEPT)
  })

  it.each(['UnknownError', 'AbortError'])('says so when the browser fails to write, as an %s', async (name) => {
    const before = new Map(folder.files)
    folder.failure = new DOMException('Failed to write data to data pipe', name)
    await expect(store.keep(KEPT, undefined, signal)).rejects.toThrow(
      new StorageError(
        'The browser could not write these data, which take less than 1 MB, to its storage: try again, or delete others that are kept there and free space on the disk.',
      ),
    )
    const large = { ...DATASET, width: 300, height: 1000, pixels: new Uint8Array(3_600_000).fill(1) }
    const refused = store.keep({ ...KEPT, dataset: large }, undefined, signal)
    await expect(refused).rejects.toThrow('There is no room in the browser’s storage')
    expect(folder.files).toEqual(before)
  })

  it('keeps the choices that it had when there is no room for others', async () => {
    const key = await store.keep(KEPT, undefined, signal)
    folder.quota = 0
    const changed = { ...KEPT, choices: { ...KEPT.choices, excluded: [0, 3] } }
    await expect(store.keep(changed, key, signal)).rejects.toThrow(
      new StorageError(
        'There is no room in the browser’s storage: these data take less than 1 MB. Delete others that are kept there, or free space on the disk.',
      ),
    )
    expect(await store.open(key)).toEqual(KEPT)
  })

  it('leaves nothing behind when it is cancelled', async () => {
    const controller = new AbortController()
    const keeping = store.keep(KEPT, undefined, controller.signal)
    controller.abort()
    await expect(keeping).rejects.toThrow('aborted')
    expect(folder.files.size).toBe(0)
  })

  it('can’t be opened when it is gone, or was never there', async () => {
    for (const key of ['none', '..', '']) {
      await expect(store.open(key)).rejects.toThrow(
        'These data are no longer in the browser’s storage: drop their files again.',
      )
    }
  })
})

describe('a dataset that was cut off while it was written', () => {
  it('is taken away when the next list is made, but not from under the tab that writes it', async () => {
    const key = await store.keep(KEPT, undefined, signal)
    folder.files.delete(`${key}/head.json`)
    locks.held.add(`strata dataset ${key}`)
    expect(await store.list()).toEqual([])
    expect(folder.files.size).toBeGreaterThan(0)
    locks.held.clear()
    expect(await store.list()).toEqual([])
    expect(folder.files.size).toBe(0)
  })
})

describe('a dataset whose files are damaged', () => {
  it('is listed as such, and can be deleted', async () => {
    const key = await store.keep(KEPT, undefined, signal)
    const head = new TextDecoder().decode(folder.files.get(`${key}/head.json`))
    folder.files.set(`${key}/head.json`, new TextEncoder().encode(head.replace('"version":1', '"version":2')))
    const [listed] = await store.list()
    expect(listed).toMatchObject({ key, images: 0 })
    expect(listed!.bytes).toBe([...folder.files.values()].reduce((all, { length }) => all + length, 0))
    expect(listed!.problem).toMatch(/^These data are damaged, or were kept by another version of Strata/)
    await expect(store.open(key)).rejects.toThrow(
      'This dataset is damaged in the browser’s storage: delete it there, and drop its files again.',
    )
    await store.remove(key)
    expect(await store.list()).toEqual([])
  })

  it('opens whole or not at all, whatever the damage', async () => {
    const key = await store.keep(KEPT, undefined, signal)
    const whole = new Map(folder.files)
    const runs = Number(process.env['STRATA_FUZZ'] ?? 300)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole.keys()), fc.integer(), async (path, seed) => {
        folder.files.set(path, Uint8Array.from(mutate(whole.get(path)!, createRandom(seed))))
        try {
          const { dataset, choices } = await store.open(key)
          const { count, width, height, channels, pixels, labels, splits, paths, classes } = dataset
          expect(pixels).toHaveLength(count * width * height * channels)
          expect([labels.length, splits.length, paths.length]).toEqual([count, count, count])
          expect(labels.every((label) => label < classes.length)).toBe(true)
          expect(splits.every((split) => split < 3)).toBe(true)
          expect(choices.excluded.every((image) => image < count)).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(StorageError)
        }
        expect(await store.list()).toHaveLength(1)
        folder.files.set(path, whole.get(path)!)
      }),
      { numRuns: runs },
    )
  })
})
