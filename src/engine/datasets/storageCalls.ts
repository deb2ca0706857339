/** The calls about what the browser keeps: datasets, and which kernels are the fastest. */
import type { HandlersOf } from '../protocol/messages'
import type { StorageCalls, StorageReport } from '../protocol/data'
import { createDatasetStore, StorageError, type DatasetStore } from '../../data/storage/datasetStore'
import { CallFailure } from '../failures'
import type { Datasets } from './datasets'
import type { HeldDataset } from './heldDataset'
import { READING, type TakeTurn } from '../turn'

/** What else is kept, and can be forgotten. */
export interface KernelChoices {
  count(): Promise<number>
  clear(): Promise<void>
}

export function createStorageCalls(
  datasets: Datasets,
  kernelChoices: KernelChoices,
  takeTurn: TakeTurn,
): HandlersOf<StorageCalls> {
  /** Under which key a dataset of this visit is kept. */
  const keys = new WeakMap<HeldDataset, string>()

  const report = async (store: DatasetStore | undefined): Promise<StorageReport> => {
    const [datasets, choices] = [(await store?.list()) ?? [], await kernelChoices.count()]
    const { usage, quota } = store ? await navigator.storage.estimate() : {}
    return {
      datasets,
      ...(choices === 0 ? {} : { kernelChoices: choices }),
      ...(usage === undefined ? {} : { usedBytes: usage }),
      ...(quota === undefined ? {} : { quotaBytes: quota }),
    }
  }

  return {
    storage: async () => report(await openStore()),

    keepDataset: ({ data }, signal) =>
      inWords(async () => {
        const { held, choices } = datasets.choose(data)
        const store = await requireStore()
        const { dataset, report: imported } = held
        const key = await store.keep({ dataset, report: imported, choices }, keys.get(held), signal)
        keys.set(held, key)
        return report(store)
      }),

    openStored: ({ key }, signal) =>
      takeTurn(READING, signal, () =>
        inWords(async () => {
          const began = performance.now()
          const store = await requireStore()
          const { dataset, report: imported, choices } = await store.open(key)
          signal.throwIfAborted()
          const held = { dataset, report: imported, seconds: (performance.now() - began) / 1000 }
          keys.set(held, key)
          return datasets.admit(held, choices)
        }),
      ),

    deleteStored: ({ key }) =>
      inWords(async () => {
        const store = await requireStore()
        await store.remove(key)
        return report(store)
      }),

    async forgetKernelChoices() {
      await kernelChoices.clear()
      return report(await openStore())
    },
  }
}

/** `undefined` when the browser gives a page no storage, as in some private windows. */
async function openStore(): Promise<DatasetStore | undefined> {
  try {
    const { storage, locks } = navigator
    const root = await storage.getDirectory()
    const folders = await root.getDirectoryHandle('datasets', { create: true })
    return createDatasetStore({ folders, locks, estimate: () => storage.estimate() })
  } catch {
    return undefined
  }
}

async function requireStore(): Promise<DatasetStore> {
  const store = await openStore()
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
