import { FolderOpen, ImageDown, Images, PenLine } from 'lucide-react'
import { useActions } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { FilePicker } from '../../ui/FilePicker'
import styles from './Source.module.css'
import { toSources } from './toSources'

/** Where data come from: files, a folder or the sample digits. It fills the room while there is nothing else in it. */
export function Source({ inviting }: { readonly inviting: boolean }) {
  const actions = useActions()
  const size = inviting ? 'medium' : 'small'
  return (
    <div className={classes(styles.source, inviting && styles.inviting)}>
      {inviting && (
        <div className={styles.invitation}>
          <ImageDown size={28} strokeWidth={1.5} aria-hidden />
          <p className={styles.prompt}>Drop your images anywhere on the page</p>
          <p className={styles.hint}>
            A zip with its CSV, a folder a class, tables of pixels, IDX or NumPy files: Strata looks into them to find
            out what they are.
          </p>
        </div>
      )}
      <div className={classes(styles.choices, !inviting && styles.tight)}>
        <FilePicker
          label="Dataset files"
          size={size}
          className={styles.choice}
          onChoose={(files) => void actions.openFiles(toSources(files), 'replace')}
        >
          <Images size={14} aria-hidden />
          Dataset files
        </FilePicker>
        {inviting && (
          <FilePicker
            label="Dataset folder"
            folder
            className={styles.choice}
            onChoose={(files) => void actions.openFiles(toSources(files), 'replace')}
          >
            <FolderOpen size={14} aria-hidden />
            Folder
          </FilePicker>
        )}
        <Button
          look={inviting ? 'primary' : 'outline'}
          size={size}
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
