/** Reads dropped files to datasets. A dataset is admitted when it is whole, so that a failure leaves what was there before. */
import type { LookedAtFiles } from '../../data/import/lookAtFiles'
import type { LoadedData } from '../protocol/data'
import type { WorkerEvent } from '../protocol/messages'
import type { SourceFile } from '../../files/sourceFile'
import type { ImportProgress } from '../../data/dataset'
import { importLookedAt } from '../../data/import/importFiles'
import { joinReports } from '../../data/importReport'
import { type ImportQuestion, type ImportSettings, joinSettings } from '../../data/importSettings'
import type { DataChoices } from '../../model/dataChoices'
import { CallFailure } from '../failures'
import type { Datasets } from './datasets'
import { createDecodePool } from './decodePool'
import type { HeldDataset } from './heldDataset'
import { lookAtData } from './recogniseDrop'

type Read = Pick<HeldDataset, 'dataset' | 'report'>
type OnProgress = (progress: ImportProgress) => void

export interface Importer {
  /** Tells the page of one load's progress, and how fast each of its phases goes. */
  reportProgress(): OnProgress
  /** Reads a drop, behind the images of `addTo`. The choices of `addTo` are kept. */
  readDrop(
    drop: LookedAtFiles,
    settings: ImportSettings,
    signal: AbortSignal,
    addTo?: DataChoices,
  ): Promise<LoadedData | ImportQuestion>
  /** Reads drops in order, each added to those before it. Their columns were named before, or are never in doubt. */
  readAgain(
    drops: readonly (readonly SourceFile[])[],
    settings: ImportSettings,
    signal: AbortSignal,
    onProgress: OnProgress,
  ): Promise<Read>
}

export function createImporter(datasets: Datasets, emit: (event: WorkerEvent) => void): Importer {
  const reportProgress = (): OnProgress => {
    let began = performance.now()
    let current: ImportProgress['phase'] | undefined
    return (progress) => {
      if (progress.phase !== current) {
        current = progress.phase
        began = performance.now()
      }
      const seconds = (performance.now() - began) / 1000
      emit({ type: 'importProgress', ...progress, perSecond: seconds > 0 ? progress.done / seconds : 0 })
    }
  }

  const readOne = async (
    drop: LookedAtFiles,
    settings: ImportSettings,
    signal: AbortSignal,
    onProgress: OnProgress,
    base?: Read,
  ): Promise<Read | ImportQuestion> => {
    const pool = createDecodePool()
    try {
      const options = { signal, onProgress, decodeImages: pool.decode }
      const outcome = await importLookedAt(drop, settings, options, base?.dataset)
      signal.throwIfAborted()
      if (outcome.kind === 'question') return outcome.question
      return { dataset: outcome.dataset, report: base ? joinReports(base, outcome) : outcome.report }
    } finally {
      pool.close()
    }
  }

  return {
    reportProgress,

    async readDrop(drop, settings, signal, addTo) {
      const elapsed = startClock()
      const onProgress = reportProgress()
      onProgress({ phase: 'reading', done: 0, total: 0 })
      const base = addTo && datasets.choose(addTo).held
      const isLookedAtSo = drop.text.choice === settings.codePage
      const looked = isLookedAtSo ? drop : await lookAtData(drop.files, signal, settings.codePage)
      const read = await readOne(looked, settings, signal, onProgress, base)
      if (!('dataset' in read)) return read
      const before = base ? base.source : { drops: [], settings }
      const source = before && {
        drops: [...before.drops, drop.files],
        settings: joinSettings(before.settings, settings),
      }
      const held = { ...read, seconds: drop.seconds + elapsed(), ...(source ? { source } : {}) }
      return addTo ? datasets.admitAfter(addTo, held) : datasets.admit(held)
    },

    async readAgain(drops, settings, signal, onProgress) {
      let whole: Read | undefined
      onProgress({ phase: 'reading', done: 0, total: 0 })
      for (const files of drops) {
        const read = await readOne(
          await lookAtData(files, signal, settings.codePage),
          settings,
          signal,
          onProgress,
          whole,
        )
        if ('dataset' in read) whole = read
        else {
          const message = `${read.file} can be read in several ways: drop the files again to choose one.`
          throw new CallFailure('badInput', message)
        }
      }
      return whole!
    },
  }
}

/** Starts a clock. The returned function gives the seconds since then. */
export function startClock(): () => number {
  const began = performance.now()
  return () => (performance.now() - began) / 1000
}
