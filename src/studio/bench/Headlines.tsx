import { headlinesOf } from '../../bench/report/headlines'
import type { BenchReport } from '../../bench/report/report'
import styles from './Headlines.module.css'

/** The few figures that a person tells others, large. */
export function Headlines({ report }: { readonly report: BenchReport }) {
  const headlines = headlinesOf(report)
  if (headlines.length === 0) return null
  return (
    <dl className={styles.headlines} aria-label="At a glance">
      {headlines.map(({ name, value, unit }) => (
        <div key={name} className={styles.headline}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.figure}>
            <span className={styles.value}>{value}</span> <span className={styles.unit}>{unit}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
