import { Download } from 'lucide-react'
import type { WrittenFile } from '../../../files/writtenFile'
import type { Target } from '../../../interop/target'
import { useActions } from '../../../store/hooks'
import { Button } from '../../../ui/Button'
import { download } from '../../../ui/download'
import { formatBytes } from '../../../ui/format'
import styles from './WrittenFiles.module.css'

export interface WrittenFilesProps {
  readonly target: Target
  readonly files: readonly WrittenFile[]
  /** The model that they are of; absent for a plan. */
  readonly model: number | undefined
}

/** The files for a person to take: one by one, or all in an archive. */
export function WrittenFiles({ target, files, model }: WrittenFilesProps) {
  const { noteSaved, zipFiles } = useActions()
  const took = (): void => {
    if (model !== undefined) noteSaved(model)
  }
  const save = ({ name, bytes }: WrittenFile): void => {
    download(name.slice(name.lastIndexOf('/') + 1), bytes)
    took()
  }
  const saveAll = async (): Promise<void> => {
    const [only] = files
    if (only && files.length === 1) return save(only)
    download(`strata-${target.id}.zip`, await zipFiles(files), 'application/zip')
    took()
  }

  return (
    <section aria-label="Files" className={styles.files}>
      <Button look="primary" onClick={() => void saveAll()}>
        <Download size={14} aria-hidden />
        {files.length === 1 ? `Save ${files[0]!.name}` : `Save all as strata-${target.id}.zip`}
      </Button>
      {files.length > 1 && (
        <ul className={styles.list}>
          {files.map((file) => (
            <li key={file.name} className={styles.file}>
              <bdi className={styles.name}>{file.name}</bdi>
              <span className={styles.size}>{formatBytes(file.bytes.length)}</span>
              <Button size="small" aria-label={`Save ${file.name}`} onClick={() => save(file)}>
                Save
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
