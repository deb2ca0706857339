import { describeBeginning } from '../../../runs/beginning'
import { LogList } from '../../../ui/LogList'
import styles from './Comparison.module.css'
import type { DrawnRun } from './series'

/** What each of some runs began with, and what callbacks and hands did in it; nothing of a run of which there is neither to say. */
export function RunLogs({ runs }: { readonly runs: readonly DrawnRun[] }) {
  const steered = runs.filter(({ details }) => details.log.length > 0 || details.beginning)
  if (steered.length === 0) return null
  return (
    <div className={styles.logs}>
      {steered.map(({ run, title, details }) => (
        <div key={run.number}>
          <h4 className={styles.heading}>
            Run log of <bdi>{title}</bdi>
          </h4>
          <LogList
            name={`Run log of ${title}`}
            lines={[
              ...(details.beginning ? describeBeginning(details.beginning) : []),
              ...details.log.map(({ message }) => message),
            ]}
          />
        </div>
      ))}
    </div>
  )
}
