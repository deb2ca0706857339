import type { LogEntry } from '../../store/curves/metricsBuffer'
import styles from './CurveChart.module.css'

/** What stands above a mark's line. */
const SIGNS: Readonly<Record<LogEntry['did'], string>> = { rate: '↕', stop: '▪', restore: '↺' }

export interface CurveMarkProps {
  readonly did: LogEntry['did']
  readonly message: string
  /** The ends of the line, which the chart fills in. */
  readonly x1?: number
  readonly y1?: number
  readonly x2?: number
  readonly y2?: number
}

/** A thin line where something was done to the run, with what it was. */
export function CurveMark({ did, message, x1 = 0, y1 = 0, x2 = 0, y2 = 0 }: CurveMarkProps) {
  const top = Math.min(y1, y2)
  return (
    <g role="img" aria-label={message} className={styles.mark}>
      <title>{message}</title>
      <line x1={x1} y1={y1} x2={x2} y2={y2} />
      <text x={x1} y={top + 8}>
        {SIGNS[did]}
      </text>
    </g>
  )
}
