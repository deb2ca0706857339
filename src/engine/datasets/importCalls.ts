/** The calls that bring datasets in. A dataset is admitted when it is whole, so that a failure leaves what was there before. */
import type { DataCalls, LoadedData } from '../protocol/data'
import type { HandlersOf, WorkerEvent } from '../protocol/messages'
import type { SourceFile } from '../../files/sourceFile'
import type { Dataset, ImportProgress } from '../../data/dataset'
import { importFiles } from '../../data/import/importFiles'
import { joinReports, type ImportReport } from '../../data/importReport'
import { DEFAULT_SETTINGS, type ColumnsQuestion, type ImportSettings } from '../../data/importSettings'
import { makeSampleDigits } from '../../data/sampleDigits/makeSampleDigits'
import { downloadTutorial } from '../../data/import/tutorials'
import { CallFailure } from '../failures'
import type { Datasets } from './datasets'
import { createDecodePool } from './decodePool'
import type { HeldDataset } from './heldDataset'
import { READING, type TakeTurn } from '../turn'

const SAMPLE_DIGITS = { train: 12_000, test: 2_000 }

const DRAWN: ImportReport = {
  splitsGiven: true,
  files: [],
  problems: [],
  problemCount: 0,
  problemsCsv: '',
  notes: [],
}

type ImportCalls = HandlersOf<Pick<DataCalls, 'importFiles' | 'rereadFiles' | 'importTutorial' | 'makeSampleDigits'>>

type Drop = readonly SourceFile[]
type Read = Pick<HeldDataset, 'dataset' | 'report'>

export function createImportCalls(
  datasets: Datasets,
  emit: (event: WorkerEvent) => void,
  takeTurn: TakeTurn,
): ImportCalls {
  const reportProgress = (): ((progress: ImportProgress) => void) => {
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

  /** Drop by drop, each added to what is there before it. */
  const readDrops = async (
    drops: readonly Drop[],
    settings: ImportSettings,
    signal: AbortSignal,
    onProgress: (progress: ImportProgress) => void,
    base?: Read,
  ): Promise<Read | ColumnsQuestion> => {
    const pool = createDecodePool()
    const options = { signal, onProgress, decodeImages: pool.decode }
    try {
      let whole = base
      for (const files of drops) {
        const outcome = await importFiles(files, settings, options, whole?.dataset)
        signal.throwIfAborted()
        if (outcome.kind === 'question') return outcome.question
        const { dataset, report } = outcome
        whole = { dataset, report: whole ? joinReports(whole, outcome) : report }
      }
      return whole!
    } finally {
      pool.close()
    }
  }

  /** For files whose columns were told before, or are never in doubt. */
  const readAgain = async (...how: Parameters<typeof readDrops>): Promise<Read> => {
    const read = await readDrops(...how)
    if ('dataset' in read) return read
    throw new CallFailure('badInput', `The columns of ${read.file} are in doubt: drop the files again to choose them.`)
  }

  return {
    importFiles: ({ files, addTo, settings }, signal) =>
      takeTurn(READING, signal, async () => {
        const elapsed = startClock()
        const base = addTo && datasets.choose(addTo).held
        const read = await readDrops([files], settings, signal, reportProgress(), base)
        if (!('dataset' in read)) return { kind: 'question', question: read }
        const before = base ? base.source : { drops: [], settings }
        const source = before && {
          drops: [...before.drops, files],
          settings: { ...settings, columns: { ...before.settings.columns, ...settings.columns } },
        }
        // The images that were there come first: what was decided about them stands.
        return {
          kind: 'ready',
          ...datasets.admit({ ...read, seconds: elapsed(), ...(source ? { source } : {}) }, addTo),
        }
      }),

    rereadFiles: ({ data, settings }, signal) =>
      takeTurn(READING, signal, async () => {
        const elapsed = startClock()
        const { held: before } = datasets.choose(data)
        if (!before.source) {
          throw new CallFailure('badInput', 'The files of these data are not at hand any more: drop them again.')
        }
        const { drops } = before.source
        const columns = { ...before.source.settings.columns, ...settings.columns }
        const source = { drops, settings: { ...settings, columns } }
        const read = await readAgain(drops, source.settings, signal, reportProgress())
        // The same images in the same order: what was decided about them stands.
        const isSame = read.dataset.count === before.dataset.count
        return datasets.admit({ ...read, seconds: elapsed(), source }, isSame ? data : undefined)
      }),

    importTutorial: ({ tutorial }, signal) =>
      takeTurn(READING, signal, async () => {
        const elapsed = startClock()
        const onProgress = reportProgress()
        const files = await downloadTutorial(tutorial, { signal, onProgress })
        const source = { drops: [files], settings: DEFAULT_SETTINGS }
        const read = await readAgain(source.drops, source.settings, signal, onProgress)
        return datasets.admit({ ...read, seconds: elapsed(), source })
      }),

    makeSampleDigits: ({ seed }, signal) =>
      takeTurn(READING, signal, async (): Promise<LoadedData> => {
        const elapsed = startClock()
        const report = reportProgress()
        const onProgress = (done: number, total: number): void => report({ phase: 'drawing', done, total })
        const dataset: Dataset = await makeSampleDigits({ ...SAMPLE_DIGITS, seed, signal, onProgress })
        return datasets.admit({ dataset, report: DRAWN, seconds: elapsed() })
      }),
  }
}

/** Tells the seconds since. */
function startClock(): () => number {
  const began = performance.now()
  return () => (performance.now() - began) / 1000
}
