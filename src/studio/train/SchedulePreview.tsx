import { useMemo } from 'react'
import { sayRate } from '../../model/training/sayRate'
import { useDocument, useSession } from '../../store/hooks'
import { trainingFacts } from '../../store/session/trainingFacts'
import { formatAmount } from '../../ui/format'
import { drawSchedule } from './schedulePath'
import styles from './SchedulePreview.module.css'

const [WIDTH, HEIGHT] = [240, 48]

/** What the schedule makes of the learning rate over the planned epochs. */
export function SchedulePreview() {
  const recipe = useDocument((document) => document.recipe)
  const dataset = useSession((session) => session.data.dataset)
  const drawing = useMemo(() => drawSchedule(recipe, dataset ? trainingFacts(dataset) : {}), [recipe, dataset])
  if (!drawing) return null
  const path = drawing.points.map(([x, y]) => `${round(x * WIDTH)},${round((1 - y) * HEIGHT)}`).join(' ')
  const { first, highest, last } = drawing
  return (
    <figure className={styles.preview} aria-label="Schedule preview">
      <svg viewBox={`-1 -2 ${WIDTH + 2} ${HEIGHT + 4}`} preserveAspectRatio="none" className={styles.plot} aria-hidden>
        <line x1={0} y1={HEIGHT} x2={WIDTH} y2={HEIGHT} className={styles.axis} />
        <polyline points={path} className={styles.line} />
      </svg>
      <figcaption className={styles.caption}>
        From {sayRate(first)}
        {highest > first && `, up to ${sayRate(highest)},`} to {sayRate(last)} over{' '}
        {formatAmount(recipe.epochs, 'epoch')}
      </figcaption>
    </figure>
  )
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
