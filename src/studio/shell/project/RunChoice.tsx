import { useMemo, useState } from 'react'
import { withoutBidiControls } from '../../../common/text'
import { titleOf } from '../../../runs/record'
import { Button } from '../../../ui/Button'
import { formatCount } from '../../../ui/format'
import { SearchBox } from '../../../ui/SearchBox'
import { filterRows, type Row } from '../../runs/columns'
import { describeKeptRun } from './describeRuns'
import styles from './ProjectDialog.module.css'

export interface RunChoiceProps {
  readonly rows: readonly Row[]
  /** By number. */
  readonly chosen: ReadonlySet<number>
  onChoose(chosen: ReadonlySet<number>): void
}

/** Which runs go into the file, found by any word of their row. */
export function RunChoice({ rows, chosen, onChoose }: RunChoiceProps) {
  const [text, setText] = useState('')
  const shown = useMemo(() => filterRows(rows, text, ''), [rows, text])
  const areAllChosen = shown.length > 0 && shown.every(({ run }) => chosen.has(run.number))

  const set = (numbers: readonly number[], isChosen: boolean): void => {
    const next = new Set(chosen)
    for (const number of numbers) {
      if (isChosen) next.add(number)
      else next.delete(number)
    }
    onChoose(next)
  }

  return (
    <div className={styles.choice}>
      <div className={styles.filter}>
        <SearchBox className={styles.search} label="Filter runs" placeholder="Filter" value={text} onChange={setText} />
        <Button
          size="small"
          unavailable={shown.length === 0}
          onClick={() =>
            set(
              shown.map(({ run }) => run.number),
              !areAllChosen,
            )
          }
        >
          {areAllChosen ? 'Choose none' : `Choose ${formatCount(shown.length)}`}
        </Button>
      </div>
      {shown.length === 0 ? (
        <p className={styles.note}>No run has these words.</p>
      ) : (
        <ul className={styles.list} aria-label="Runs to save">
          {shown.map(
            ({ run }) =>
              'summary' in run && (
                <li key={run.number}>
                  <label className={styles.run}>
                    <input
                      type="checkbox"
                      checked={chosen.has(run.number)}
                      onChange={({ target }) => set([run.number], target.checked)}
                    />
                    <bdi className={styles.runName}>{withoutBidiControls(titleOf(run))}</bdi>
                    <span className={styles.facts}>{describeKeptRun(run)}</span>
                  </label>
                </li>
              ),
          )}
        </ul>
      )}
    </div>
  )
}
