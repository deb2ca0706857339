import type { ImportState } from '../../store/session/dataPart'
import { Button } from '../../ui/Button'
import { focusPanel } from '../../ui/focusPanel'
import { ProgressBar } from '../../ui/ProgressBar'
import styles from './ImportStatus.module.css'
import { describePace, describeProgress, PHASES } from './progressText'

/** How far a load is, how fast, and how long it will take; with a way out. */
export function ImportStatus({ state, onCancel }: { readonly state: ImportState; onCancel(): void }) {
  const { name, phase, done, total } = state
  return (
    <section className={styles.status} aria-label="Import">
      <div className={styles.head}>
        <p className={styles.name} title={name}>
          <span className={styles.phase}>{PHASES[phase]}</span> {name}
        </p>
        <Button
          size="small"
          onClick={({ currentTarget }) => {
            focusPanel(currentTarget)
            onCancel()
          }}
        >
          Cancel
        </Button>
      </div>
      <ProgressBar label="Import progress" share={total > 0 ? done / total : undefined} />
      <div className={styles.figures}>
        <p>{describeProgress(state)}</p>
        <p>{describePace(state)}</p>
      </div>
    </section>
  )
}
