/** The calls that bring datasets in from elsewhere than a drop, and those that read one again. */
import type { ImportCalls, LoadedData } from '../protocol/data'
import type { HandlersOf } from '../protocol/messages'
import type { Dataset } from '../../data/dataset'
import type { ImportReport } from '../../data/importReport'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import { whyNotApply } from '../../data/look/applyChoices'
import { makeSampleDigits } from '../../data/sampleDigits/makeSampleDigits'
import { downloadTutorial } from '../../data/import/tutorials'
import { CallFailure } from '../failures'
import type { Datasets } from './datasets'
import { type Importer, startClock } from './importer'
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

export function createImportCalls(
  datasets: Datasets,
  { reportProgress, readAgain }: Importer,
  takeTurn: TakeTurn,
): HandlersOf<ImportCalls> {
  return {
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
        // Choices are about places in the list of images, so they hold for the same images in the same order, unless they speak of other classes.
        const isSame = haveSamePaths(read.dataset, before.dataset) && whyNotApply(read.dataset, data) === undefined
        const held = { ...read, seconds: elapsed(), source }
        return isSame ? datasets.admitAfter(data, held) : datasets.admit(held)
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

function haveSamePaths(one: Dataset, other: Dataset): boolean {
  return one.count === other.count && one.paths.every((path, i) => path === other.paths[i])
}
