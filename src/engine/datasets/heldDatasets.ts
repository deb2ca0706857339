/** The datasets that the worker holds: several, so that a drop can be undone, within a bound of memory. */
import type { SourceFile } from '../../files/sourceFile'
import type { Dataset } from '../../data/dataset'
import type { ImportReport } from '../../data/importReport'
import type { ImportSettings } from '../../data/importSettings'
import type { DataChoices } from '../../model/dataChoices'

/** What a dataset was read from: drop by drop, each added to those before. */
export interface DatasetSource {
  readonly drops: readonly (readonly SourceFile[])[]
  readonly settings: ImportSettings
}

export interface HeldDataset {
  /** As it was read, without a person's choices. */
  readonly dataset: Dataset
  readonly report: ImportReport
  /** From the drop to ready. */
  readonly seconds: number
  /** Absent when it can't be read again. */
  readonly source?: DatasetSource
}

/** One of them as a person wants it. */
export interface ChosenData {
  readonly held: HeldDataset
  readonly choices: DataChoices
  /** The dataset as the choices make it. It never changes: other choices make another. */
  readonly view: Dataset
}

export interface HeldDatasets {
  /** Keeps one more, and lets those go that were used longest ago where there is no room for all. */
  add(held: HeldDataset): number
  /** Counts as a use. */
  get(id: number): HeldDataset | undefined
}

/** @param limits how many datasets, and how many bytes of pixels in all; the newest is kept whatever it takes. */
export function createHeldDatasets(limits = { datasets: 8, bytes: 1.5 * 2 ** 30 }): HeldDatasets {
  /** The one that was used longest ago comes first. */
  const held = new Map<number, HeldDataset>()
  let lastId = 0

  const isTooMuch = (): boolean => {
    const bytes = [...held.values()].reduce((all, { dataset }) => all + dataset.pixels.buffer.byteLength, 0)
    return held.size > limits.datasets || bytes > limits.bytes
  }

  return {
    add(dataset) {
      const id = ++lastId
      held.set(id, dataset)
      for (const oldest of held.keys()) {
        if (oldest === id || !isTooMuch()) break
        held.delete(oldest)
      }
      return id
    },
    get(id) {
      const dataset = held.get(id)
      if (dataset === undefined) return undefined
      held.delete(id)
      held.set(id, dataset)
      return dataset
    },
  }
}
