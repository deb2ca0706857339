import { FolderOpen, FolderPlus, ImagePlus } from 'lucide-react'
import { useActions } from '../../store/hooks'
import { FilePicker } from '../../ui/FilePicker'
import styles from './OtherSources.module.css'
import { toSources } from './toSources'
import { TutorialData } from './TutorialData'

/** The rarer ways to bring data while there are some: a folder in their place, more beside them, or those of a tutorial. */
export function OtherSources({ id }: { readonly id: string }) {
  const { openFiles } = useActions()
  return (
    <section id={id} className={styles.sources} aria-label="More data">
      <div className={styles.pickers}>
        <FilePicker
          label="Add files"
          size="small"
          className={styles.picker}
          onChoose={(files) => void openFiles(toSources(files), 'add')}
        >
          <ImagePlus size={14} aria-hidden />
          Add files
        </FilePicker>
        <FilePicker
          label="Add folder"
          folder
          size="small"
          className={styles.picker}
          onChoose={(files) => void openFiles(toSources(files), 'add')}
        >
          <FolderPlus size={14} aria-hidden />
          Add folder
        </FilePicker>
        <FilePicker
          label="Other folder"
          folder
          size="small"
          className={styles.picker}
          onChoose={(files) => void openFiles(toSources(files), 'replace')}
        >
          <FolderOpen size={14} aria-hidden />
          Other folder
        </FilePicker>
      </div>
      <p className={styles.note}>
        What you add comes after the images that are here; all else takes their place. Undo brings them back.
      </p>
      <TutorialData />
    </section>
  )
}
