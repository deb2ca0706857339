/** The data room: what was loaded, how it is split, what is wrong with it, and a look at the images. */
import type { ImportState } from '../../store/session/dataPart'
import type { DatasetSummary } from '../../engine/protocol/data'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useId, useState } from 'react'
import { useActions, useSession } from '../../store/hooks'
import { Announcement } from '../../ui/Announcement'
import { Button } from '../../ui/Button'
import { Folds } from '../../ui/Folds'
import { formatAmount } from '../../ui/format'
import { Message } from '../../ui/Message'
import { Panel } from '../../ui/Panel'
import { ClassBalance } from './ClassBalance'
import { AskedQuestion } from './AskedQuestion'
import styles from './DataPanel.module.css'
import { Explore } from './explore/Explore'
import { FirstSources } from './FirstSources'
import { ImportProblems } from './ImportProblems'
import { ImportStatus } from './ImportStatus'
import { KeepData } from './KeepData'
import { OtherSources } from './OtherSources'
import { describePlace } from './place'
import { Reading } from './Reading'
import { Source } from './Source'
import { Splitting } from './Splitting'
import { Summary } from './Summary'
import { Thumbnails } from './Thumbnails'
import { useLasting } from './useLasting'

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
      {dataset && isMore && <OtherSources id={moreId} />}
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
        <>
          <Summary dataset={dataset} />
          <Explore dataset={dataset} />
          {dataset.problemCount > 0 && <ImportProblems problems={dataset.problems} count={dataset.problemCount} />}
          <Folds>
            <Reading dataset={dataset} />
            <Splitting dataset={dataset} />
            <KeepData dataset={dataset} />
          </Folds>
          <ClassBalance dataset={dataset} />
          <Thumbnails dataset={dataset} />
        </>
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
