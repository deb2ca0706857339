import { describeKept } from '../../runs/matrices'
import { useRunMatrices, useSession } from '../../store/hooks'
import { formatCount, formatPercent } from '../../ui/format'
import { PlaySlider } from '../../ui/PlaySlider'
import { SegmentedControl } from '../../ui/SegmentedControl'
import styles from './EpochSlider.module.css'
import type { EpochShown } from './useEpochShown'

/** Moves over the epochs of the run on show. */
export function EpochSlider({ shown }: { readonly shown: EpochShown }) {
  const matrices = useRunMatrices()
  const weightsOf = useSession(({ run }) => (run.state.status === 'done' ? run.state.weightsOf : undefined))
  const { epochs, at, epoch, accuracy } = shown
  const ofModel = weightsOf === undefined ? -1 : epochs.indexOf(weightsOf)
  const kept = matrices && describeKept(matrices)
  const text = [
    `Epoch ${formatCount(epoch)} of ${formatCount(epochs.at(-1) ?? 0)}, accuracy ${formatPercent(accuracy)}`,
    at === ofModel ? 'the model’s epoch' : undefined,
  ]
  return (
    <div className={styles.epochs}>
      <PlaySlider
        label="Epoch"
        count={epochs.length}
        at={at}
        text={text.filter((part) => part !== undefined).join(', ')}
        mark={ofModel < 0 ? undefined : { at: ofModel, text: `The model has the weights of epoch ${weightsOf}` }}
        onMove={shown.moveTo}
      />
      <div className={styles.row}>
        <span className={styles.label} aria-hidden>
          Mark changes since
        </span>
        <SegmentedControl
          label="Mark changes since"
          value={shown.since}
          options={[
            { value: 'none', label: 'Off' },
            { value: 'previous', label: 'The one before' },
            { value: 'first', label: 'The first' },
          ]}
          onChange={shown.markSince}
        />
      </div>
      {weightsOf !== undefined && (
        <p className={styles.note}>
          {ofModel < 0
            ? `The model has the weights of epoch ${formatCount(weightsOf)}, whose matrix was not kept.`
            : `▲ The model has the weights of epoch ${formatCount(weightsOf)}.`}
        </p>
      )}
      {kept !== undefined && <p className={styles.note}>{kept}</p>}
    </div>
  )
}
