/** The data room: what was loaded, how it is split, what is wrong with it, and a look at the images. */
import type { ImportState } from '../../store/session/dataPart'
import type { DatasetSummary } from '../../engine/protocol/data'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { Suspense, useId, useState } from 'react'
import { useActions, useSession } from '../../store/hooks'
import { Announcement } from '../../ui/Announcement'
import { Button } from '../../ui/Button'
import { formatAmount } from '../../ui/format'
import { Message } from '../../ui/Message'
import { onDemand } from '../../ui/onDemand'
import { Panel } from '../../ui/Panel'
import { AskedQuestion } from './AskedQuestion'
import styles from './DataPanel.module.css'
import { FirstSources } from './FirstSources'
import { ImportStatus } from './ImportStatus'
import { describePlace } from './place'
import { Source } from './Source'
import { useLasting } from './useLasting'

const LoadedData = onDemand(async () => (await import('./LoadedData')).LoadedData)
const OtherSources = onDemand(async () => (await import('./OtherSources')).OtherSources)

/** A look at a few files is over before it could be read of. */
const LOOK_MS = 300

export function DataPanel() {
  const dataset = useSession((session) => session.data.dataset)
  const loading = useSession((session) => session.data.importing)
  const trouble = useSession((session) => session.data.trouble)
  const { cancelImport, dismiss, openQuestion } = useActions()
  const isLooking = loading?.phase === 'looking'
  const hasLooked = useLasting(isLooking, LOOK_MS)
  const importing = isLooking && !hasLooked ? undefined : loading
  const [isMore, setMore] = useState(false)
  const moreId = useId()
  const MoreIcon = isMore ? ChevronUp : ChevronDown
  const isEmpty = !dataset && !importing

  const more = dataset && (
    <Button
      look="plain"
      size="small"
      aria-expanded={isMore}
      aria-controls={isMore ? moreId : undefined}
      onClick={() => setMore(!isMore)}
    >
      More data
      <MoreIcon size={14} aria-hidden />
    </Button>
  )

  return (
    <Panel id="data" title="Data" aside={more}>
      <Source inviting={isEmpty} />
      {dataset && isMore && (
        <Suspense>
          <OtherSources id={moreId} />
        </Suspense>
      )}
      {trouble && (
        <Message ref={inView} kind="danger" where={describePlace(trouble)} onDismiss={() => dismiss('data')}>
          {trouble.message}
          {trouble.question && (
            <Button size="small" className={styles.offer} onClick={openQuestion}>
              The names say the class …
            </Button>
          )}
        </Message>
      )}
      {importing && <ImportStatus state={importing} onCancel={cancelImport} />}
      <Announcement text={describeState(importing, dataset)} />
      <AskedQuestion />
      {isEmpty && <FirstSources />}
      {dataset && (
        <Suspense>
          <LoadedData dataset={dataset} />
        </Suspense>
      )}
    </Panel>
  )
}

/** Files may be dropped anywhere on the page, so what is said of them may be out of sight. */
function inView(message: HTMLElement | null): void {
  message?.scrollIntoView({ block: 'nearest' })
}

/** A screen reader says this when a load begins and when it ends. The progress bar tells the steps. */
function describeState(importing: ImportState | undefined, dataset: DatasetSummary | undefined): string {
  if (importing) return `Loading ${importing.name}.`
  return dataset ? `${dataset.name}: ${formatAmount(dataset.images, 'image')} are ready.` : ''
}
