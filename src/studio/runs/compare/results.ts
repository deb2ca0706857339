/** The results of runs side by side, with the best of each marked. */
import { findBest } from '../../../runs/compare'
import { classificationReport } from '../../../model/metrics/classification'
import { formatCount, formatLoss, formatPercent, formatSeconds } from '../../../ui/format'
import { describeState } from '../columns'
import type { DrawnRun } from './series'

interface Result {
  readonly label: string
  readonly better: 'higher' | 'lower'
  value(run: DrawnRun): number | undefined
  format(value: number): string
}

const RESULTS: readonly Result[] = [
  {
    label: 'Test accuracy',
    better: 'higher',
    value: ({ run }) => run.summary.test?.accuracy,
    format: (value) => formatPercent(value),
  },
  { label: 'Test loss', better: 'lower', value: ({ run }) => run.summary.test?.loss, format: formatLoss },
  {
    label: 'Test macro F1',
    better: 'higher',
    value: ({ details: { test } }) => test && classificationReport(test.confusion, test.classes.length).macro.f1,
    format: (value) => value.toFixed(3),
  },
  {
    label: 'Validation accuracy',
    better: 'higher',
    value: ({ run }) => run.summary.validation?.accuracy,
    format: (value) => formatPercent(value),
  },
  { label: 'Validation loss', better: 'lower', value: ({ run }) => run.summary.validation?.loss, format: formatLoss },
  { label: 'Training loss', better: 'lower', value: ({ run }) => run.summary.train?.loss, format: formatLoss },
  { label: 'Parameters', better: 'lower', value: ({ run }) => run.summary.parameters, format: formatCount },
  { label: 'Time', better: 'lower', value: ({ run }) => run.summary.seconds, format: formatSeconds },
]

export interface ResultsTable {
  readonly columns: readonly string[]
  /** A row a result, a cell a run. The best is marked by a star, in words for a screen reader too. */
  readonly rows: readonly (readonly string[])[]
}

export function resultsOf(runs: readonly DrawnRun[]): ResultsTable {
  const rows = RESULTS.flatMap(({ label, better, value, format }) => {
    const values = runs.map(value)
    if (values.every((each) => each === undefined)) return []
    const best = new Set(findBest(values, better))
    return [[label, ...values.map((each, at) => (each === undefined ? '–' : mark(format(each), best.has(at))))]]
  })
  const ends = ['State', ...runs.map(({ run }) => describeState(run))]
  return { columns: ['Result', ...runs.map(({ title }) => title)], rows: [ends, ...weightsOf(runs), ...rows] }
}

/** The epoch of each model, where one is not the last of its run. */
function weightsOf(runs: readonly DrawnRun[]): readonly (readonly string[])[] {
  const epochs = runs.map(({ run: { summary } }) => summary.weightsOf ?? summary.epoch)
  if (runs.every(({ run }) => run.summary.weightsOf === undefined)) return []
  return [['Weights of epoch', ...epochs.map((epoch) => (epoch === 0 ? '–' : formatCount(epoch)))]]
}

function mark(text: string, isBest: boolean): string {
  return isBest ? `★ ${text}` : text
}
