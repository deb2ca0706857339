/** The calls about what the browser keeps: datasets, and which kernels are the fastest; and how much room all of it takes. */
import type { HandlersOf } from '../protocol/messages'
import type { StorageCalls, StorageReport } from '../protocol/data'
import { READING, type TakeTurn } from '../turn'
import type { KeptDatasets } from './keptDatasets'

/** What else is kept, and can be forgotten. */
export interface KernelChoices {
  count(): Promise<number>
  clear(): Promise<void>
}

/** What is kept of runs. */
export type MeasureRuns = () => Promise<Pick<StorageReport, 'runs' | 'checkpoints'>>

export function createStorageCalls(
  kept: KeptDatasets,
  kernelChoices: KernelChoices,
  measureRuns: MeasureRuns,
  takeTurn: TakeTurn,
): HandlersOf<StorageCalls> {
  const report = async (): Promise<StorageReport> => {
    const store = await kept.store()
    const [datasets, choices, runs] = [(await store?.list()) ?? [], await kernelChoices.count(), await measureRuns()]
    const { usage, quota } = store ? await navigator.storage.estimate() : {}
    return {
      datasets,
      ...runs,
      ...(choices === 0 ? {} : { kernelChoices: choices }),
      ...(usage === undefined ? {} : { usedBytes: usage }),
      ...(quota === undefined ? {} : { quotaBytes: quota }),
    }
  }

  return {
    storage: report,

    async keepDataset({ data }, signal) {
      await kept.keep(data, signal)
      return report()
    },

    openStored: ({ key }, signal) => takeTurn(READING, signal, () => kept.open(key, signal)),

    async deleteStored({ key }) {
      await kept.remove(key)
      return report()
    },

    async forgetKernelChoices() {
      await kernelChoices.clear()
      return report()
    },
  }
}
