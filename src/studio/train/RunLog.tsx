import { useRunLog } from '../../store/hooks'
import { LogList } from '../../ui/LogList'
import styles from './RunLog.module.css'

/** What callbacks and hands did in the run on show, one line each; nothing while nothing was done. */
export function RunLog() {
  const log = useRunLog()
  if (log.length === 0) return null
  return (
    <div className={styles.frame}>
      <h3 className={styles.title}>Run log</h3>
      <LogList name="Run log" lines={log.map(({ message }) => message)} />
    </div>
  )
}
