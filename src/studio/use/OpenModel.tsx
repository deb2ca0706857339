import { FolderOpen } from 'lucide-react'
import { useActions, useSession } from '../../store/hooks'
import styles from './OpenModel.module.css'

/** Brings an exported model back: its stack, its weights and its test results. */
export function OpenModel() {
  const { openModel } = useActions()
  const training = useSession((session) => 'runId' in session.run)
  const opening = useSession((session) => session.opening)
  return (
    <div className={styles.way}>
      <label className={styles.picker}>
        <FolderOpen size={14} aria-hidden />
        <span>{opening ? 'Opening …' : 'Open model or project'}</span>
        <input
          type="file"
          multiple
          accept=".json,.bin"
          aria-label="Open model or project"
          className={styles.input}
          disabled={training || opening}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            // So that the same files can be chosen again.
            event.target.value = ''
            void openModel(files)
          }}
        />
      </label>
      <p className={styles.text}>
        {training
          ? 'A run is using the engine: wait until it has ended, or stop it.'
          : 'Choose model.json together with its weights.bin, or drop both anywhere on the page.'}
      </p>
    </div>
  )
}
