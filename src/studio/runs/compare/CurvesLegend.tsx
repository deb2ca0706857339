import { classes } from '../../../ui/classes'
import { lookOf } from '../runColour'
import styles from './CurvesLegend.module.css'
import type { DrawnRun } from './series'

export interface CurvesLegendProps {
  readonly runs: readonly DrawnRun[]
  /** Runs whose curves are not drawn. */
  readonly hidden: ReadonlySet<number>
  onToggle(run: number): void
}

/** The runs by their lines; a press hides the curves of one, or shows them again. */
export function CurvesLegend({ runs, hidden, onToggle }: CurvesLegendProps) {
  return (
    <ul className={styles.legend} aria-label="Legend">
      {runs.map(({ run: { number }, title }) => {
        const isHidden = hidden.has(number)
        const { colour, dash } = lookOf(number)
        return (
          <li key={number}>
            <button
              type="button"
              className={classes(styles.run, isHidden && styles.hidden)}
              aria-pressed={!isHidden}
              title={isHidden ? 'Show its curves' : 'Hide its curves'}
              onClick={() => onToggle(number)}
            >
              <svg viewBox="0 0 20 12" aria-hidden>
                <line x1="1" x2="19" y1="6" y2="6" stroke={colour} strokeDasharray={dash} />
              </svg>
              <bdi>{title}</bdi>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
