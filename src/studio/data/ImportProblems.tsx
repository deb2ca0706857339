import { ChevronRight } from 'lucide-react'
import type { ImportProblem } from '../../data/dataset'
import { formatAmount } from '../../ui/format'
import styles from './ImportProblems.module.css'
import { describePlace } from './place'

export interface ImportProblemsProps {
  readonly problems: readonly ImportProblem[]
  /** All there are, those too that are not listed one by one. */
  readonly count: number
}

/** What was left out of the dataset, and why. */
export function ImportProblems({ problems, count }: ImportProblemsProps) {
  return (
    <details className={styles.problems} open>
      <summary className={styles.summary}>
        <ChevronRight size={14} aria-hidden />
        {formatAmount(count, 'import problem')}
      </summary>
      <div className={styles.scroller} tabIndex={0} role="group" aria-label="Import problems, scrollable">
        <ul aria-label="Import problems">
          {problems.map((problem, i) => (
            <li key={i} className={styles.problem}>
              {problem.message} <span className={styles.place}>{describePlace(problem)}</span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}
