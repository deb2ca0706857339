import { SHADE_PERCENTS } from './confusionCells'
import styles from './ShadeLegend.module.css'

/** What the colours of the confusion matrix mean. */
export function ShadeLegend() {
  return (
    <p className={styles.legend}>
      <span>Share of the row, 0 to 100 %</span>
      <span className={styles.scales}>
        right
        <Steps className={styles.right} />
        wrong
        <Steps className={styles.wrong} />
      </span>
    </p>
  )
}

function Steps({ className }: { readonly className: string | undefined }) {
  return (
    <span className={styles.steps} aria-hidden>
      {SHADE_PERCENTS.map((percent) => (
        <span key={percent} className={className} style={{ opacity: percent / 100 }} />
      ))}
    </span>
  )
}
