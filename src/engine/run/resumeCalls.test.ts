/** Which runs can go on, as the page hears of them. */
import * as fakeIndexedDB from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { createCheckpointStore } from '../../storage/checkpoints/checkpointStore'
import { createNodeFolder, type NodeFolder } from '../../storage/nodeFolder.fixture'
import { startEngine } from '../worker/startEngine.fixture'

const openStore = (folder: NodeFolder) => createCheckpointStore(folder.open().handle, () => Promise.resolve({}))

let folder: NodeFolder
beforeEach(() => {
  const { default: _, ...globals } = fakeIndexedDB
  Object.assign(globalThis, globals, { indexedDB: new fakeIndexedDB.IDBFactory() })
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
  folder = createNodeFolder()
})
afterEach(() => {
  vi.unstubAllGlobals()
  folder.remove()
})

it('tells the number of a run, and lists it though checkpoints of others can’t be taken away yet', async () => {
  const engine = startEngine(undefined, () => Promise.resolve(openStore(folder)))
  const columns = Array.from({ length: 16 }, (_, i) => i)
  const rows = Array.from({ length: 40 }, (_, i) => [i % 2, ...columns.map(() => (i % 2) * 200)].join())
  const csv = [['label', ...columns.map((i) => `pixel${i}`)].join(), ...rows].join('\n')
  const opened = await engine.call('openFiles', {
    files: [{ path: 'two.csv', file: new File([csv], 'two.csv') }],
    settings: DEFAULT_SETTINGS,
  })
  if (opened.kind !== 'dataset') throw new Error(`The file is a ${opened.kind}`)
  const outcome = await engine.call('train', {
    runId: 7,
    stack: createStack('image', [createLayer('Flatten'), createLayer('Dense', { units: 2, activation: 'softmax' })]),
    recipe: { ...DEFAULT_RECIPE, epochs: 1, batchSize: 8 },
    data: opened.choices,
    from: 'start',
  })
  expect(outcome.kind).toBe('finished')
  await vi.waitFor(() => expect(engine.events).toContainEqual({ type: 'runRecorded', runId: 7, number: 1 }))

  // Of a run that is in no list, in the hands of a worker that is about to end.
  await openStore(folder).write(99, {}, [new Uint8Array(10)])
  const release = folder.hold('99/a.checkpoint')
  const later = startEngine(undefined, () => Promise.resolve(openStore(folder)))
  const list = async () => (await later.call('resumableRuns')).map((run) => [run.run, 'state' in run && run.state])
  await vi.waitFor(async () => expect(await list()).toEqual([[1, 'finished']]), { timeout: 20_000 })
  release()
  await list()
  expect((await openStore(folder).list()).map(({ run }) => run)).toEqual([1])
})
