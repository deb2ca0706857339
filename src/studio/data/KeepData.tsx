import type { DatasetSummary } from '../../engine/protocol/data'
import { HardDriveDownload } from 'lucide-react'
import { useActions, useDocument, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { Fold } from '../../ui/Fold'
import { formatBytes } from '../../ui/format'
import styles from './KeepData.module.css'
import { SavedData } from './SavedData'

/** Says whether the data at hand are kept in the browser's own storage, and which others are. */
export function KeepData({ dataset }: { readonly dataset: DatasetSummary }) {
  const kept = useSession((session) => session.data.kept[dataset.id])
  const keeping = useSession((session) => session.data.keeping)
  const data = useDocument((document) => document.data)
  const { keepDataset } = useActions()
  const isKept = kept?.choices === data
  const action = kept ? 'Keep the changes' : 'Keep in this browser'

  return (
    <Fold title="Saved in this browser" fact={isKept ? 'kept' : kept ? 'changed since' : 'not kept'}>
      <p className={styles.note}>
        {isKept
          ? 'These data are kept as they are now, and open by themselves at your next visit.'
          : `Keeping these data takes about ${formatBytes(dataset.bytes)} of this browser’s own storage; they then open by themselves at your next visit.`}
      </p>
      {!isKept && (
        <Button size="small" className={styles.keep} unavailable={keeping} onClick={() => void keepDataset()}>
          <HardDriveDownload size={14} aria-hidden />
          {keeping ? 'Keeping …' : action}
        </Button>
      )}
      <SavedData />
    </Fold>
  )
}
