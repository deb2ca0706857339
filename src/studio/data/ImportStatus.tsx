import type { ImportState } from '../../store/session'
import { Button } from '../../ui/Button'
import { focusPanel } from '../../ui/focusPanel'
import { formatAmount, formatCount, formatSeconds } from '../../ui/format'
import { ProgressBar } from '../../ui/ProgressBar'
import styles from './ImportStatus.module.css'

const PHASES = { reading: 'Reading', decoding: 'Decoding', drawing: 'Drawing' }

/** How far a load is, how fast, and how long it will take; with a way out. */
export function ImportStatus({ state, onCancel }: { readonly state: ImportState; onCancel(): void }) {
  const { name, phase, done, total, imagesPerSecond } = state
  const isCounting = total > 0
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
      <ProgressBar label="Import progress" share={isCounting ? done / total : undefined} />
      <div className={styles.figures}>
        <p>{isCounting ? `${formatCount(done)} of ${formatAmount(total, 'image')}` : 'Looking through the files'}</p>
        {imagesPerSecond > 0 && (
          <p>
            {formatCount(imagesPerSecond)} images/s · {formatSeconds((total - done) / imagesPerSecond)} left
          </p>
        )}
      </div>
    </section>
  )
}
