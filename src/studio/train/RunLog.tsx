import { useRunLog } from '../../store/hooks'
import styles from './RunLog.module.css'

/** What callbacks and hands did in the run on show, one line each; nothing while nothing was done. */
export function RunLog() {
  const log = useRunLog()
  if (log.length === 0) return null
  return (
    <div className={styles.frame}>
      <h3 className={styles.title}>Run log</h3>
      {/* A list that scrolls must be reachable by keyboard. */}
      <ol className={styles.log} aria-label="Run log" tabIndex={0}>
        {log.map(({ message }, at) => (
          <li key={at}>{message}</li>
        ))}
      </ol>
    </div>
  )
}
