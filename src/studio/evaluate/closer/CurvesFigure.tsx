import { useMemo, type CSSProperties } from 'react'
import type { ChosenCurve, CurveKind, CurveSeries } from '../../../figures/study/curveSeries'
import { MOST_COLOURS } from '../../../figures/study/curveSeries'
import { curvesFigure } from '../../../figures/study/curvesFigure'
import { LineChart } from '../../../ui/chart/LineChart'
import { formatPercent } from '../../../ui/format'
import { Legend } from '../../../ui/Legend'
import { useFigureSource } from './figureSource'
import { StudyFigure } from './StudyFigure'
import styles from './tabs.module.css'

/** The ROC or precision-recall curves of the classes that are chosen. */
export function CurvesFigure({ kind, chosen }: { readonly kind: CurveKind; readonly chosen: ChosenCurve }) {
  const { study } = useFigureSource()
  const { probabilities } = study
  const figure = useMemo(
    () => probabilities && curvesFigure(study, probabilities, kind, chosen),
    [study, probabilities, kind, chosen],
  )
  if (!probabilities || !figure) return null
  const { grid } = probabilities
  const { title, drawing, legend, along, up, read, isCrowded, whyNone } = figure
  const reading = (place: number) => <CurvesReading {...{ along, up, grid, place }} series={read} />
  return (
    <StudyFigure
      figure={figure}
      chart={
        <>
          <div className={styles.plot}>
            <LineChart
              {...drawing}
              label={`${title}; the arrow keys read it`}
              stops={grid}
              readingTop={kind === 'roc' ? 90 : 8}
              read={reading}
            />
          </div>
          <div className={styles.legend}>
            <Legend>
              {legend.map(({ key, name, area, colour }) => (
                <li key={key} style={{ '--series': colour } as CSSProperties}>
                  <bdi>{name}</bdi> ({area})
                </li>
              ))}
            </Legend>
          </div>
          {isCrowded && (
            <p className={styles.remark}>
              Of more than {MOST_COLOURS} classes the mean is read: choose a class to read its curve.
            </p>
          )}
          {whyNone !== undefined && <p className={styles.remark}>{whyNone}</p>}
        </>
      }
    />
  )
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
