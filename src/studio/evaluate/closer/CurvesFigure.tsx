import { useMemo, type CSSProperties } from 'react'
import { LineChart, type ChartLine } from '../../../ui/chart/LineChart'
import { formatPercent } from '../../../ui/format'
import { Legend } from '../../../ui/Legend'
import { drawn, MOST_COLOURS, named, seriesOf, type ChosenCurve, type CurveKind, type CurveSeries } from './curveSeries'
import { DEFINITIONS } from './definitions'
import { useFigureSource } from './figureSource'
import { StudyFigure } from './StudyFigure'
import { formatScore } from './studyRows'
import styles from './tabs.module.css'
import { shareAxis } from './shareAxis'

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

/** Of the table on the page: every so many places of the grid. The file has all. */
const EVERY = 10

/** The ROC or precision-recall curves of the classes that are chosen. */
export function CurvesFigure({ kind, chosen }: { readonly kind: CurveKind; readonly chosen: ChosenCurve }) {
  const { study } = useFigureSource()
  const { classes, probabilities } = study
  const { title, along, up, area, definition } = KINDS[kind]
  const series = useMemo(
    () => (probabilities ? seriesOf(probabilities, classes, kind) : []),
    [probabilities, classes, kind],
  )
  if (!probabilities) return null
  const { grid } = probabilities
  const reading = (place: number) => <CurvesReading {...{ along, up, grid, place }} series={read} />
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
  return (
    <StudyFigure
      title={title}
      definition={definition}
      chart={
        <>
          <div className={styles.plot}>
            <LineChart
              label={`${title}; the arrow keys read it`}
              x={shareAxis(along)}
              y={shareAxis(up)}
              lines={kind === 'roc' ? [chance, ...lines] : lines}
              stops={grid}
              readingTop={kind === 'roc' ? 90 : 8}
              read={reading}
            />
          </div>
          <div className={styles.legend}>
            <Legend>
              {read.map(({ key, name, area: below, index, kind: of }) => (
                <li
                  key={key}
                  style={
                    {
                      '--series': of === 'class' && chosen === 'all' ? colourOf(index) : 'var(--ink)',
                    } as CSSProperties
                  }
                >
                  <bdi>{name}</bdi> ({area} {formatScore(below)})
                </li>
              ))}
            </Legend>
          </div>
          {isCrowded && (
            <p className={styles.remark}>
              Of more than {MOST_COLOURS} classes the mean is read: choose a class to read its curve.
            </p>
          )}
          {read.every(({ ys }) => ys === null) && (
            <p className={styles.remark}>
              There is no curve: it needs images of the class{kind === 'roc' && ', and of others,'} in this split.
            </p>
          )}
        </>
      }
      columns={[along, ...shown.map(({ name }) => `${up}: ${name}`)]}
      rows={grid.map((place, at) => [place, ...shown.map(({ ys }) => ys?.[at] ?? null)])}
      writtenColumns={[along, ...read.map(({ name }) => name)]}
      written={grid.flatMap((place, at) =>
        at % EVERY === 0 ? [[formatPercent(place, 0), ...read.map(({ ys }) => formatScore(ys?.[at] ?? null))]] : [],
      )}
    />
  )
}

function colourOf(index: number): string {
  return `var(--series-${(index % MOST_COLOURS) + 1})`
}

interface CurvesReadingProps {
  readonly along: string
  readonly up: string
  readonly grid: readonly number[]
  readonly place: number
  readonly series: readonly CurveSeries[]
}

function CurvesReading({ along, up, grid, place, series }: CurvesReadingProps) {
  const at = Math.round(place * (grid.length - 1))
  return (
    <>
      <p>
        {along} {formatPercent(place, 1)}
      </p>
      {series.map(({ key, name, ys }) => (
        <p key={key}>
          <bdi>{name}</bdi>: {up.toLowerCase()} {formatPercent(ys?.[at], 1)}
        </p>
      ))}
    </>
  )
}
