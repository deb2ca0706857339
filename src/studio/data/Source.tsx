import { FolderOpen, ImageDown, PenLine } from 'lucide-react'
import { useActions } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import styles from './Source.module.css'

/** Where data come from: files or the sample digits. It fills the room while there is nothing else in it. */
export function Source({ inviting }: { readonly inviting: boolean }) {
  const actions = useActions()
  return (
    <div className={classes(styles.source, inviting && styles.inviting)}>
      {inviting && (
        <div className={styles.invitation}>
          <ImageDown size={28} strokeWidth={1.5} aria-hidden />
          <p className={styles.prompt}>Drop a zip of images and its CSV anywhere on the page</p>
          <p className={styles.hint}>
            CSV columns: <code>image_path</code>, <code>label</code>, <code>split</code> (0 train, 1 validation, 2 test)
          </p>
        </div>
      )}
      <div className={styles.choices}>
        <label className={classes(styles.choose, !inviting && styles.small)}>
          <input
            type="file"
            multiple
            className={styles.input}
            onChange={(event) => {
              const files = [...(event.target.files ?? [])]
              // Emptied, so that choosing the same files again is a change, too.
              event.target.value = ''
              void actions.openFiles(files)
            }}
          />
          <FolderOpen size={14} aria-hidden />
          Dataset files
        </label>
        <Button
          look={inviting ? 'primary' : 'outline'}
          size={inviting ? 'medium' : 'small'}
          className={styles.sample}
          onClick={() => void actions.loadSampleDigits()}
        >
          <PenLine size={14} aria-hidden />
          Use sample digits
        </Button>
      </div>
    </div>
  )
}
