import type { ProblemGroup } from '../../files/importProblem'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useActions } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { download } from '../../ui/download'
import { Fold } from '../../ui/Fold'
import { formatAmount, formatCount } from '../../ui/format'
import styles from './ImportProblems.module.css'
import { describePlace } from './place'

/** So many of a kind are in view before more are asked for. */
const FEW = 20

export interface ImportProblemsProps {
  readonly problems: readonly ProblemGroup[]
  /** All there are, those too that are not listed one by one. */
  readonly count: number
}

/** The problems, kind by kind, each an item of one list: what was left out of the dataset, and why. */
export function ImportProblems({ problems, count }: ImportProblemsProps) {
  const { problemsCsv } = useActions()
  const save = async (): Promise<void> => {
    const csv = await problemsCsv()
    if (csv !== undefined) download('import problems.csv', csv, 'text/csv')
  }
  return (
    <Fold title={formatAmount(count, 'import problem')} caution startsOpen>
      <div className={styles.scroller} tabIndex={0} role="group" aria-label="Import problems, scrollable">
        <ul aria-label="Import problems">
          {problems.map((group) => (
            <Group key={group.kind} group={group} />
          ))}
        </ul>
      </div>
      <Button size="small" className={styles.save} onClick={() => void save()}>
        <Download size={14} aria-hidden />
        Save as CSV
      </Button>
    </Fold>
  )
}

function Group({ group: { kind, count, listed } }: { readonly group: ProblemGroup }) {
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? listed : listed.slice(0, FEW)
  const unlisted = count - listed.length
  return shown.map((problem, i) => (
    <li key={i} className={styles.problem}>
      {i === 0 && count > 1 && (
        <p className={styles.kind}>
          <span className={styles.count}>{formatCount(count)}</span> {kind}
        </p>
      )}
      <p className={styles.text}>
        {problem.message} <span className={styles.place}>{describePlace(problem)}</span>
      </p>
      {i === shown.length - 1 && shown.length < listed.length && (
        <Button size="small" look="plain" className={styles.more} onClick={() => setIsWhole(true)}>
          Show {formatCount(listed.length - shown.length)} more
        </Button>
      )}
      {i === listed.length - 1 && unlisted > 0 && (
        <p className={styles.place}>{formatCount(unlisted)} more of this kind are in the CSV.</p>
      )}
    </li>
  ))
}
