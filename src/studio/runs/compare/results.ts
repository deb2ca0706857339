/** The results of runs side by side, with the best of each marked where they can be ranked. */
import { findBest } from '../../../runs/compare'
import { classificationReport } from '../../../model/metrics/classification'
import { hitsAt, sumRanks } from '../../../model/metrics/hits'
import type { Split } from '../../../model/split'
import { figuresOfModel } from '../../../runs/modelFigures'
import { findOtherImages, findOtherLoss, findOtherSize } from '../../../runs/sameImages'
import { formatCount, formatLoss, formatMilliseconds, formatPercent, formatSeconds } from '../../../ui/format'
import { describeState, withModelEpoch } from '../columns'
import { hasAverage, type DrawnRun } from './series'

interface Result {
  /** `{k}` stands for the k of hits at k. */
  readonly label: string
  /** Absent where less is not better by itself: a run of fewer epochs takes less time. */
  readonly better?: 'higher' | 'lower'
  /** The images that it is of: it is ranked where they are the same. */
  readonly of?: Split
  /** It needs as many images of one size, and not the same. */
  readonly isOfAny?: true
  /** It is ranked where the loss is the same function. */
  readonly isLoss?: true
  /** Of the epoch whose weights the model has, where that is not the last. */
  readonly isOfEpoch?: true
  /** @param k of hits at k. */
  value(run: DrawnRun, k: number): number | undefined
  format(value: number): string
}

const RESULTS: readonly Result[] = [
  {
    label: 'Test accuracy',
    better: 'higher',
    of: 'test',
    value: ({ run }) => run.summary.test?.accuracy,
    format: (value) => formatPercent(value),
  },
  {
    label: 'Test loss',
    better: 'lower',
    of: 'test',
    isLoss: true,
    value: ({ run }) => run.summary.test?.loss,
    format: formatLoss,
  },
  {
    label: 'Test macro F1',
    better: 'higher',
    of: 'test',
    value: ({ details: { test } }) => test && classificationReport(test.confusion, test.classes.length).macro.f1,
    format: (value) => value.toFixed(3),
  },
  {
    label: 'Test hits at {k}',
    better: 'higher',
    of: 'test',
    value: ({ details: { test } }, k) =>
      (test?.ranks && hitsAt(sumRanks(test.ranks, test.classes.length), k)) ?? undefined,
    format: (value) => formatPercent(value),
  },
  {
    label: 'Validation accuracy',
    better: 'higher',
    of: 'validation',
    isOfEpoch: true,
    value: ({ run }) => figuresOfModel(run.summary).validation?.accuracy,
    format: (value) => formatPercent(value),
  },
  {
    label: 'Validation loss',
    better: 'lower',
    of: 'validation',
    isLoss: true,
    isOfEpoch: true,
    value: ({ run }) => figuresOfModel(run.summary).validation?.loss,
    format: formatLoss,
  },
  {
    label: 'Training loss',
    better: 'lower',
    of: 'train',
    isLoss: true,
    isOfEpoch: true,
    value: ({ run }) => figuresOfModel(run.summary).train?.loss,
    format: formatLoss,
  },
  { label: 'Parameters', better: 'lower', value: ({ run }) => run.summary.parameters, format: formatCount },
  { label: 'Time', value: ({ run }) => run.summary.seconds, format: formatSeconds },
  {
    label: 'Time an epoch',
    better: 'lower',
    of: 'train',
    isOfAny: true,
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
  /** Why rows have no star: a sentence each. */
  readonly notes: readonly string[]
}

/** @param k of hits at k; absent, there are none. */
export function resultsOf(runs: readonly DrawnRun[], k: number | undefined): ResultsTable {
  /** By why they are not ranked. */
  const unranked = new Map<string, string[]>()
  const rows = RESULTS.flatMap((result) => {
    if (result.label.includes('{k}') && k === undefined) return []
    const values = runs.map((run) => result.value(run, k ?? 1))
    if (values.every((each) => each === undefined)) return []
    const label = result.label.replace('{k}', String(k))
    let best = result.better ? findBest(values, result.better) : []
    const why =
      best.length === 0
        ? undefined
        : whyUnranked(
            result,
            runs.filter((_, at) => values[at] !== undefined),
          )
    if (why !== undefined) {
      best = []
      unranked.set(why, [...(unranked.get(why) ?? []), `${label.charAt(0).toLowerCase()}${label.slice(1)}`])
    }
    const write = (value: number, at: number): string => {
      const text = result.format(value)
      const said = result.isOfEpoch ? withModelEpoch(text, runs[at]!.run.summary) : text
      return best.includes(at) ? `★ ${said}` : said
    }
    return [[label, ...values.map((value, at) => (value === undefined ? '–' : write(value, at)))]]
  })
  const ends = ['State', ...runs.map(({ run }) => describeState(run))]
  return {
    columns: ['Result', ...runs.map(({ title }) => title)],
    rows: [ends, ...weightsOf(runs), ...rows],
    notes: Array.from(unranked, ([why, labels]) => `No ★ for ${listed(labels)}: ${why}.`),
  }
}

const IMAGES: Readonly<Record<Split, string>> = {
  train: 'training images',
  validation: 'validation images',
  test: 'test images',
}

/** @param known the runs that have a figure. */
function whyUnranked({ of, isOfAny, isLoss, isOfEpoch }: Result, known: readonly DrawnRun[]): string | undefined {
  if (!of) return undefined
  const averaged = isOfEpoch ? known.filter(hasAverage).map(({ title }) => title) : []
  if (averaged.length > 0)
    return `the model has the moving average of its weights in ${listed(averaged)}, and the figures are of the weights before`
  const details = known.map((run) => run.details)
  const images = (isOfAny ? findOtherSize : findOtherImages)(details, of)
  if (images !== undefined) return `the ${IMAGES[of]} differ (${images})`
  const loss = isLoss ? findOtherLoss(details, of) : undefined
  return loss === undefined ? undefined : `the losses differ (${loss})`
}

/** The epoch of each model, where one is not the last of its run. */
function weightsOf(runs: readonly DrawnRun[]): readonly (readonly string[])[] {
  const epochs = runs.map(({ run: { summary } }) => summary.weightsOf ?? summary.epoch)
  if (runs.every(({ run }) => run.summary.weightsOf === undefined)) return []
  return [['Weights of epoch', ...epochs.map((epoch) => (epoch === 0 ? '–' : formatCount(epoch)))]]
}

/** `a, b and c`. */
function listed(texts: readonly string[]): string {
  return texts.length === 1 ? texts[0]! : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`
}
