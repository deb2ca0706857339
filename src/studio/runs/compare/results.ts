/** The results of runs side by side, with the best of each marked. */
import { findBest } from '../../../runs/compare'
import { classificationReport } from '../../../model/metrics/classification'
import { hitsAt, sumRanks } from '../../../model/metrics/hits'
import { formatCount, formatLoss, formatMilliseconds, formatPercent, formatSeconds } from '../../../ui/format'
import { describeState } from '../columns'
import type { DrawnRun } from './series'

interface Result {
  /** `{k}` stands for the k of hits at k. */
  readonly label: string
  /** Absent where less is not better by itself: a run of fewer epochs takes less time. */
  readonly better?: 'higher' | 'lower'
  /** @param k of hits at k. */
  value(run: DrawnRun, k: number): number | undefined
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
    label: 'Test hits at {k}',
    better: 'higher',
    value: ({ details: { test } }, k) =>
      (test?.ranks && hitsAt(sumRanks(test.ranks, test.classes.length), k)) ?? undefined,
    format: (value) => formatPercent(value),
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
  { label: 'Time', value: ({ run }) => run.summary.seconds, format: formatSeconds },
  {
    label: 'Time an epoch',
    better: 'lower',
    value({ details: { epochs } }) {
      const last = epochs.at(-1)
      return last && last.seconds / last.epoch
    },
    format: (value) => formatMilliseconds(1000 * value),
  },
]

export interface ResultsTable {
  readonly columns: readonly string[]
  /** A row a result, a cell a run. The best is marked by a star, in words for a screen reader too. */
  readonly rows: readonly (readonly string[])[]
}

/** @param k of hits at k; absent, there are none. */
export function resultsOf(runs: readonly DrawnRun[], k: number | undefined): ResultsTable {
  const rows = RESULTS.flatMap(({ label, better, value, format }) => {
    if (label.includes('{k}') && k === undefined) return []
    const values = runs.map((run) => value(run, k ?? 1))
    if (values.every((each) => each === undefined)) return []
    const best = new Set(better ? findBest(values, better) : [])
    return [
      [
        label.replace('{k}', String(k)),
        ...values.map((each, at) => (each === undefined ? '–' : mark(format(each), best.has(at)))),
      ],
    ]
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
