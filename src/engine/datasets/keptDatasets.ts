/** The datasets that the browser keeps, as the worker uses them. */
import { isStorageFull, STORAGE_FULL } from '../../common/storageFull'
import { createDatasetStore, type DatasetStore } from '../../storage/datasets/datasetStore'
import { StorageError } from '../../storage/folders'
import type { DataChoices } from '../../model/dataChoices'
import { CallFailure } from '../failures'
import type { LoadedData } from '../protocol/data'
import type { Datasets } from './datasets'
import type { HeldDataset } from './heldDataset'

export interface KeptDatasets {
  /** `undefined` when the browser gives a page no storage, as in some private windows. */
  store(): Promise<DatasetStore | undefined>
  /** Keeps data. @throws CallFailure in words. */
  keep(data: DataChoices, signal: AbortSignal): Promise<void>
  /** Opens data with the choices that were kept with them. @throws CallFailure in words. */
  open(key: string, signal: AbortSignal): Promise<LoadedData>
  /** The key of data whose images, as they were read, have this digest; nothing where there are none. */
  find(digest: string): Promise<string | undefined>
  remove(key: string): Promise<void>
}

export function createKeptDatasets(datasets: Datasets): KeptDatasets {
  /** Under which key a dataset of this visit is kept. */
  const keys = new WeakMap<HeldDataset, string>()
  return {
    store: () => openStore(),
    keep: (data, signal) =>
      inWords(async () => {
        const { held, choices } = datasets.choose(data)
        const store = await requireStore()
        const { dataset, report } = held
        keys.set(held, await store.keep({ dataset, report, choices }, keys.get(held), signal))
      }),
    open: (key, signal) =>
      inWords(async () => {
        const began = performance.now()
        const store = await requireStore()
        const { dataset, report, choices } = await store.open(key)
        signal.throwIfAborted()
        const held = { dataset, report, seconds: (performance.now() - began) / 1000 }
        keys.set(held, key)
        return datasets.admit(held, choices)
      }),
    find: async (digest) => (await openStore())?.find(digest),
    remove: (key) => inWords(async () => (await requireStore()).remove(key)),
  }
}

async function openStore(onRefusal?: (error: unknown) => void): Promise<DatasetStore | undefined> {
  try {
    const { storage, locks } = navigator
    const root = await storage.getDirectory()
    const folders = await root.getDirectoryHandle('datasets', { create: true })
    return createDatasetStore({ folders, locks, estimate: () => storage.estimate() })
  } catch (error) {
    onRefusal?.(error)
    return undefined
  }
}

async function requireStore(): Promise<DatasetStore> {
  const store = await openStore((error) => {
    if (isStorageFull(error)) throw new CallFailure('badInput', STORAGE_FULL)
  })
  if (store) return store
  throw new CallFailure(
    'badInput',
    'This browser gives the page no storage here, as in a private window: the data stay until the page is closed.',
  )
}

async function inWords<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof StorageError ? new CallFailure('badInput', error.message) : error
  }
}
