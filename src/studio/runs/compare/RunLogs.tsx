import { LogList } from '../../../ui/LogList'
import styles from './Comparison.module.css'
import type { DrawnRun } from './series'

/** What callbacks and hands did in each of some runs; nothing of a run in which nothing was done. */
export function RunLogs({ runs }: { readonly runs: readonly DrawnRun[] }) {
  const steered = runs.filter(({ details }) => details.log.length > 0)
  if (steered.length === 0) return null
  return (
    <div className={styles.logs}>
      {steered.map(({ run, title, details }) => (
        <div key={run.number}>
          <h4 className={styles.heading}>
            Run log of <bdi>{title}</bdi>
          </h4>
          <LogList name={`Run log of ${title}`} lines={details.log.map(({ message }) => message)} />
        </div>
      ))}
    </div>
  )
}
