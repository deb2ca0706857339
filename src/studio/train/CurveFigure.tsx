import { Suspense, type ReactNode } from 'react'
import { CURVES, type Curve } from '../../figures/run/curveText'
import { classes } from '../../ui/classes'
import { ChartFrame } from '../../ui/ChartFrame'
import { Help } from '../../ui/Help'
import { Legend } from '../../ui/Legend'
import { onDemand } from '../../ui/onDemand'
import styles from './CurveFigure.module.css'
import { CurveMenu } from './CurveMenu'

/** The chart comes after the first painting, and the table when it is asked for. */
const CurveChart = onDemand(async () => (await import('./CurveChart')).CurveChart)
const CurveTable = onDemand(async () => (await import('./CurveTable')).CurveTable)

export interface CurveFigureProps {
  readonly curve: Curve
  /** Of hits at k. */
  readonly k?: number
  /** Stands beside the title, in place of a legend. */
  readonly aside?: ReactNode
}

/** One curve of the run as a chart or as a table. */
export function CurveFigure({ curve, k = 1, aside }: CurveFigureProps) {
  const { title: plain, sources } = CURVES[curve]
  const title = curve === 'hits' ? `Hits at ${k}` : plain
  return (
    <ChartFrame
      title={title}
      aside={aside ?? (sources.length > 1 ? <TrainingLegend /> : undefined)}
      tools={<CurveMenu curve={curve} title={title} k={k} />}
      chart={
        <div className={styles.plot}>
          <Suspense>
            <CurveChart curve={curve} k={k} />
          </Suspense>
        </div>
      }
      table={
        <div className={classes(styles.plot, styles.table)}>
          <Suspense>
            <CurveTable curve={curve} k={k} name={title} />
          </Suspense>
        </div>
      }
    />
  )
}

const TRAINING_HELP =
  'Means over the images of each step, with a band from the smallest to the largest where a point stands for several steps; in the table, means over the epoch. They are taken while the weights move, so they lag behind.'

function TrainingLegend() {
  return (
    <Legend>
      <li className={styles.training}>
        Training
        <Help term="the training curve" text={TRAINING_HELP} />
      </li>
      <li className={styles.validation}>Validation</li>
    </Legend>
  )
}
