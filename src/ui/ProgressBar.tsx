import { classes } from './classes'
import styles from './ProgressBar.module.css'

export interface ProgressBarProps {
  readonly label: string
  /** The share done, 0 to 1; absent while it is not known. */
  readonly share?: number | undefined
}

export function ProgressBar({ label, share }: ProgressBarProps) {
  const known = share === undefined ? {} : { 'aria-valuenow': Math.round(share * 100) }
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...known}
      className={styles.track}
    >
      {share === undefined ? (
        <div className={classes(styles.fill, styles.unknown)} />
      ) : (
        <div className={styles.fill} style={{ transform: `scaleX(${share})` }} />
      )}
    </div>
  )
}
