import { useSession } from '../../../store/hooks'
import { formatBytes } from '../../../ui/format'
import { Message } from '../../../ui/Message'
import { ProgressBar } from '../../../ui/ProgressBar'
import styles from './ProjectDialog.module.css'

/** How far the file is written or read, or why it could not be. */
export function ProjectWork({ label }: { readonly label: string }) {
  const work = useSession(({ project }) => project.work)
  const trouble = useSession(({ project }) => project.trouble)
  return (
    <>
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      {work && (
        <div className={styles.work}>
          <ProgressBar label={label} share={work.total > 0 ? work.done / work.total : undefined} />
          <p className={styles.note}>
            {work.total > 0
              ? `${formatBytes(work.done)} of about ${formatBytes(work.total)}`
              : 'Looking at what there is'}
          </p>
        </div>
      )}
    </>
  )
}
