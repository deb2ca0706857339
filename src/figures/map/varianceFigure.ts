/** How much of what differs between the images a map knows. */
import type { LineFigure } from '../../ui/chart/LineDrawing'
import { niceStep, ticksTo } from '../../ui/chart/scale'
import { formatPercent } from '../../ui/format'
import type { StudyFigureText } from '../study/figure'
import styles from '../study/marks.module.css'
import { shareAxis } from '../study/shareAxis'
import { MAP_DEFINITIONS } from './definitions'

export interface VarianceFigure extends StudyFigureText {
  readonly drawing: LineFigure
  /** From 1. */
  readonly components: readonly number[]
  /** What the components up to each hold together. */
  readonly untilNow: readonly number[]
}

/** More dots would run together. */
const MOST_DOTS = 12

/** @param explained the share of each principal component. */
export function varianceFigure(explained: readonly number[]): VarianceFigure {
  const untilNow = explained.map((_, at) => explained.slice(0, at + 1).reduce((sum, share) => sum + share, 0))
  const step = Math.max(1, Math.ceil(niceStep(explained.length / 6)))
  const components = explained.map((_, at) => at + 1)
  return {
    title: 'Variance by component',
    definition: MAP_DEFINITIONS.variance,
    components,
    untilNow,
    drawing: {
      x: {
        label: 'Component',
        from: 1,
        to: Math.max(2, explained.length),
        ticks: [1, ...ticksTo(explained.length, step, step).filter((tick) => tick > 1)],
        formatTick: String,
      },
      y: shareAxis('Share of the variance'),
      lines: [
        { key: 'all', xs: components, ys: untilNow, className: styles.faint, dots: explained.length < MOST_DOTS },
        { key: 'each', xs: components, ys: explained, className: styles.accuracy, dots: true },
      ],
    },
    columns: ['Component', 'Share of the variance', 'Up to here'],
    rows: explained.map((share, at) => [at + 1, share, untilNow[at]!]),
    written: explained.map((share, at) => [String(at + 1), formatPercent(share), formatPercent(untilNow[at])]),
  }
}
