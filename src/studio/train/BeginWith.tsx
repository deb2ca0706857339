import { describeInheritance } from '../../runs/beginning'
import { useActions } from '../../store/hooks'
import type { BeginWith as Choice } from '../../store/session/modelPart'
import { SegmentedControl } from '../../ui/SegmentedControl'
import styles from './BeginWith.module.css'
import { useBeginning, type Beginning } from './useBeginning'

const OPTIONS: readonly { readonly value: Choice; readonly label: string }[] = [
  { value: 'new', label: 'New weights' },
  { value: 'model', label: 'The model’s weights' },
]

/** What the next run begins with, where there is a choice. */
export function BeginWith() {
  const beginning = useBeginning()
  const { beginWith } = useActions()
  if (!beginning) return null
  return (
    <div className={styles.choice}>
      <span aria-hidden className={styles.label}>
        Begin with
      </span>
      <SegmentedControl label="Begin with" value={beginning.chosen} options={OPTIONS} onChange={beginWith} />
      <p role="status" aria-label="What the run begins with" className={styles.words}>
        {describeChoice(beginning)}
      </p>
    </div>
  )
}

function describeChoice({ called, inheritance, chosen }: Beginning): string {
  return chosen === 'new'
    ? `All weights are drawn by the seed: the run makes no use of what ${called} has learned.`
    : `${describeInheritance(inheritance, called)} The run makes a new model, which takes its place.`
}
