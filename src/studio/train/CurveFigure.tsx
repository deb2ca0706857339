import type { Curve } from '../../store/curves/columns'
import { lazy, Suspense } from 'react'
import { classes } from '../../ui/classes'
import { ChartFrame } from '../../ui/ChartFrame'
import { Help } from '../../ui/Help'
import styles from './CurveFigure.module.css'
import { CurveTable } from './CurveTable'
import { CURVES } from './curveText'

/** The charting library is large: it comes after the first painting. */
const CurveChart = lazy(async () => ({ default: (await import('./CurveChart')).CurveChart }))

/** One curve of the run as a chart or as a table: loss and accuracy of training and validation, or the learning rate. */
export function CurveFigure({ curve }: { readonly curve: Curve }) {
  const { title } = CURVES[curve]
  return (
    <ChartFrame
      title={title}
      aside={curve === 'learningRate' ? undefined : <Legend />}
      chart={
        <div className={styles.plot}>
          <Suspense>
            <CurveChart curve={curve} />
          </Suspense>
        </div>
      }
      table={
        <div className={classes(styles.plot, styles.table)}>
          <CurveTable curve={curve} />
        </div>
      }
    />
  )
}

const TRAINING_HELP =
  'Means over the images of each step, with a band from the smallest to the largest where a point stands for several steps; in the table, means over the epoch. They are taken while the weights move, so they lag behind.'

function Legend() {
  return (
    <ul className={styles.legend} aria-label="Legend">
      <li className={styles.training}>
        Training
        <Help term="the training curve" text={TRAINING_HELP} />
      </li>
      <li className={styles.validation}>Validation</li>
    </ul>
  )
}
