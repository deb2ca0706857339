/** How far the last step of each epoch went, with what that means. */
import { isJudged, paceOf, sayPace, sayShare, WELL } from '../../model/anatomy/judge'
import type { ChartLine, LineFigure } from '../../ui/chart/LineDrawing'
import { niceStep, ticksTo, type ChartAxis } from '../../ui/chart/scale'
import type { AnatomyFigureText } from './figure'
import marks from './marks.module.css'
import { formatValue, type Moment } from './moments'

export interface RatioFigure extends AnatomyFigureText {
  readonly drawing: LineFigure
  /** Epochs that have a ratio, rising. */
  readonly epochs: readonly number[]
  /** Of the kernels that a legend has room for. */
  readonly legend: readonly { readonly key: string; readonly colour: string }[]
  /** What each kernel of the legend moved by after an epoch, in words. */
  read(epoch: number): readonly string[] | undefined
  /** The epoch of which `paces` are. */
  readonly epoch: number
  /** What each kernel did there. */
  readonly paces: readonly { readonly key: string; readonly says: string; readonly isWorry: boolean }[]
}

const MOST_COLOURS = 10
/** More dots would run together. */
const MOST_DOTS = 40
/** Two powers of ten to either side of the rule of thumb. */
const [LOWEST, HIGHEST] = [1e-5, 1e-1]

/** @param at the place of the moment that is looked at. @returns undefined where no epoch of a run was watched. */
export function ratioFigure(moments: readonly Moment[], at: number): RatioFigure | undefined {
  const taken = moments.flatMap(({ epoch, anatomy }, place) => {
    const kernels = anatomy.weights.filter(isJudged)
    return epoch === undefined || kernels.length === 0 ? [] : [{ epoch, place, kernels, all: anatomy.weights }]
  })
  const chosen = taken.findLast(({ place }) => place <= at) ?? taken[0]
  if (!chosen) return undefined
  const keys = chosen.kernels.map(({ key }) => key)
  const xs = taken.map(({ epoch }) => epoch)
  const ratioOf = (moment: (typeof taken)[number], key: string): number | null =>
    moment.all.find((weight) => weight.key === key)?.ratio ?? null
  const lines: ChartLine[] = keys.map((key, index) => ({
    key,
    xs,
    ys: taken.map((moment) => ratioOf(moment, key) ?? NaN),
    style: { stroke: colourOf(index) },
    dots: taken.length < MOST_DOTS,
  }))
  const found = lines.flatMap(({ ys }) => Array.from(ys).filter((ratio) => ratio > 0))
  const x = epochAxis(xs[0]!, xs.at(-1)!)
  const inLegend = keys.slice(0, MOST_COLOURS)
  return {
    title: 'Update to weight by epoch',
    definition:
      'By how much of their size the last step of an epoch moved the weights: the standard deviation of the change by that of the weights before it. By a rule of thumb of A. Karpathy’s, about 0.001 is well for SGD and Adam; the band is from 0.0001 to 0.01. It is of kernels: biases begin at one number, from which any step is far.',
    drawing: {
      x,
      y: powerAxis(Math.min(LOWEST, ...found), Math.max(HIGHEST, ...found)),
      lines,
      bands: [
        {
          key: 'well',
          xs: [x.from, x.to],
          lows: [WELL[0], WELL[0]],
          highs: [WELL[1], WELL[1]],
          className: marks.well,
        },
      ],
    },
    epochs: xs,
    legend: inLegend.map((key, index) => ({ key, colour: colourOf(index) })),
    read(epoch) {
      const moment = taken.find((each) => each.epoch === epoch)
      return moment && inLegend.map((key) => `${key} ${formatValue(ratioOf(moment, key))}`)
    },
    epoch: chosen.epoch,
    paces: chosen.kernels.map((weight) => ({
      key: weight.key,
      says: sayPace(weight),
      isWorry: typeof weight.ratio === 'number' && paceOf(weight.ratio) !== 'well',
    })),
    writtenColumns: ['Epoch', ...chosen.all.flatMap(({ key, ratio }) => (ratio === undefined ? [] : [key]))],
    written: taken.map(({ epoch, all }) => [
      String(epoch),
      ...all.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio === null ? '–' : sayShare(ratio)])),
    ]),
    columns: ['Epoch', 'Weight', 'Update to weight'],
    rows: taken.flatMap(({ epoch, all }) =>
      all.flatMap(({ key, ratio }) => (ratio === undefined ? [] : [[epoch, key, ratio]])),
    ),
  }
}

function colourOf(index: number): string {
  return `var(--series-${(index % MOST_COLOURS) + 1})`
}

function powerAxis(low: number, high: number): ChartAxis {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(`1e${first + at}`))
  return {
    label: 'Update to weight',
    from: ticks[0]!,
    to: ticks.at(-1)!,
    ticks,
    isLog: true,
    formatTick: (value) => (value >= 1e-3 ? String(value) : value.toExponential(0)),
  }
}

function epochAxis(first: number, last: number): ChartAxis {
  const [from, to] = first === last ? [first - 1, last + 1] : [first, last]
  const step = Math.max(1, Math.ceil(niceStep((to - from) / 6)))
  return { label: 'Epoch', from, to, ticks: ticksTo(to, step, from), formatTick: String }
}
