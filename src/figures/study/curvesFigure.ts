/** ROC and precision-recall, one class against the rest. */
import type { ProbabilityStudy, SplitStudy } from '../../model/metrics/splitStudy'
import type { ChartLine, LineFigure } from '../../ui/chart/LineDrawing'
import { formatPercent } from '../../ui/format'
import { drawn, MOST_COLOURS, named, seriesOf, type ChosenCurve, type CurveKind, type CurveSeries } from './curveSeries'
import { DEFINITIONS } from './definitions'
import type { StudyFigureText } from './figure'
import styles from './marks.module.css'
import { shareAxis } from './shareAxis'
import { formatScore } from './studyRows'

const KINDS = {
  roc: {
    title: 'ROC',
    along: 'False positive rate',
    up: 'True positive rate',
    area: 'AUC',
    definition: DEFINITIONS.roc,
  },
  precision: {
    title: 'Precision and recall',
    along: 'Recall',
    up: 'Precision',
    area: 'AP',
    definition: DEFINITIONS.precisionRecall,
  },
} as const

/** Of the table: every so many places of the grid. The file has all. */
const EVERY = 10

export interface LegendEntry {
  readonly key: string
  readonly name: string
  /** Behind the name: `AUC 0.998`. */
  readonly area: string
  readonly colour: string
}

export interface CurvesFigure extends StudyFigureText {
  readonly drawing: LineFigure
  readonly legend: readonly LegendEntry[]
  readonly along: string
  readonly up: string
  /** Those that are read. */
  readonly read: readonly CurveSeries[]
  /** More are drawn than are read. */
  readonly isCrowded: boolean
  /** Why nothing is drawn: a sentence. */
  readonly whyNone: string | undefined
}

export function curvesFigure(
  { classes }: SplitStudy,
  probabilities: ProbabilityStudy,
  kind: CurveKind,
  chosen: ChosenCurve,
): CurvesFigure {
  const { title, along, up, area, definition } = KINDS[kind]
  const { grid } = probabilities
  const series = seriesOf(probabilities, classes, kind)
  const shown = drawn(series, chosen)
  const read = named(series, chosen)
  const isCrowded = read.length < shown.length
  const lines: ChartLine[] = shown
    .filter(({ ys }) => ys !== null)
    .map(({ key, kind: of, index, ys }) => ({
      key,
      // Where the rate is still 0 the curve rises from the corner.
      xs: kind === 'roc' ? [0, ...grid] : grid,
      ys: kind === 'roc' ? [0, ...ys!] : ys!,
      ...(of === 'macro' || chosen !== 'all'
        ? { className: styles.strong }
        : isCrowded
          ? { className: styles.faint }
          : { style: { stroke: colourOf(index) } }),
    }))
  const chance: ChartLine = { key: 'chance', xs: [0, 1], ys: [0, 1], className: styles.chance }
  return {
    title,
    definition,
    drawing: { x: shareAxis(along), y: shareAxis(up), lines: kind === 'roc' ? [chance, ...lines] : lines },
    legend: read.map(({ key, name, area: below, index, kind: of }) => ({
      key,
      name,
      area: `${area} ${formatScore(below)}`,
      colour: of === 'class' && chosen === 'all' ? colourOf(index) : 'var(--ink)',
    })),
    along,
    up,
    read,
    isCrowded,
    whyNone: read.every(({ ys }) => ys === null)
      ? `There is no curve: it needs images of the class${kind === 'roc' ? ', and of others,' : ''} in this split.`
      : undefined,
    columns: [along, ...shown.map(({ name }) => `${up}: ${name}`)],
    rows: grid.map((place, at) => [place, ...shown.map(({ ys }) => ys?.[at] ?? null)]),
    writtenColumns: [along, ...read.map(({ name }) => name)],
    written: grid.flatMap((place, at) =>
      at % EVERY === 0 ? [[formatPercent(place, 0), ...read.map(({ ys }) => formatScore(ys?.[at] ?? null))]] : [],
    ),
  }
}

function colourOf(index: number): string {
  return `var(--series-${(index % MOST_COLOURS) + 1})`
}
