import { describeBeginning } from '../../runs/beginning'
import { useSession } from '../../store/hooks'
import styles from './BeginWith.module.css'

/** What the run on show began with, where that was a model. */
export function BeganWith() {
  const began = useSession(({ run }) => run.beginning)
  return began ? <p className={styles.words}>This run: {describeBeginning(began).join(' ')}</p> : null
}
