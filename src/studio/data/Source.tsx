import { FolderOpen, ImageDown, PenLine } from 'lucide-react'
import { useActions } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { FilePicker } from '../../ui/FilePicker'
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
      <div className={classes(styles.choices, !inviting && styles.tight)}>
        <FilePicker
          label="Dataset files"
          size={inviting ? 'medium' : 'small'}
          className={styles.choice}
          onChoose={(files) => void actions.openFiles(files)}
        >
          <FolderOpen size={14} aria-hidden />
          Dataset files
        </FilePicker>
        <Button
          look={inviting ? 'primary' : 'outline'}
          size={inviting ? 'medium' : 'small'}
          className={styles.choice}
          onClick={() => void actions.loadSampleDigits()}
        >
          <PenLine size={14} aria-hidden />
          Use sample digits
        </Button>
      </div>
    </div>
  )
}
