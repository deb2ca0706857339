import { Fragment } from 'react'
import { useSession } from '../../store/hooks'
import { classes } from '../../ui/classes'
import { ProgressBar } from '../../ui/ProgressBar'
import { describeRun, shareDone } from './describeRun'
import styles from './RunProgress.module.css'
import { useCalm } from './useCalm'

/** How far the run is, and what goes on. */
export function RunProgress() {
  const run = useSession((session) => session.run.state)
  const { headline, figures, failed } = describeRun(useCalm(run, `${run.status} ${'progress' in run}`))

  return (
    <>
      <ProgressBar label="Training progress" share={shareDone(run)} />
      <p role="status" aria-label="Training status" className={styles.status}>
        <strong className={classes(styles.headline, failed && styles.failed)}>{headline}</strong>{' '}
        {/* Seen, but not read out each time it changes. */}
        <span aria-live="off" className={styles.figures}>
          {figures.map((figure, at) => (
            <Fragment key={at}>
              {at > 0 && ' · '}
              <span>{figure}</span>
            </Fragment>
          ))}
        </span>
      </p>
    </>
  )
}
