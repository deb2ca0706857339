/** The data room: what was loaded, how it is split, what is wrong with it, and a look at the images. */
import type { DatasetSummary } from '../../engine/protocol'
import { useActions, useSession } from '../../store/hooks'
import type { ImportState } from '../../store/session'
import { Announcement } from '../../ui/Announcement'
import { formatAmount } from '../../ui/format'
import { Message } from '../../ui/Message'
import { Panel } from '../../ui/Panel'
import { ClassBalance } from './ClassBalance'
import { Explore } from './explore/Explore'
import { ImportProblems } from './ImportProblems'
import { ImportStatus } from './ImportStatus'
import { describePlace } from './place'
import { Source } from './Source'
import { Summary } from './Summary'
import { Thumbnails } from './Thumbnails'

export function DataPanel() {
  const dataset = useSession((session) => session.dataset)
  const importing = useSession((session) => session.importing)
  const trouble = useSession((session) => session.importTrouble)
  const { cancelImport, dismiss } = useActions()

  return (
    <Panel id="data" title="Data">
      <Source inviting={!dataset && !importing} />
      {trouble && (
        <Message kind="danger" where={describePlace(trouble)} onDismiss={() => dismiss('importTrouble')}>
          {trouble.message}
        </Message>
      )}
      {importing && <ImportStatus state={importing} onCancel={cancelImport} />}
      <Announcement text={describeState(importing, dataset)} />
      {dataset && (
        <>
          <Summary dataset={dataset} />
          <Explore dataset={dataset} />
          {dataset.problemCount > 0 && <ImportProblems problems={dataset.problems} count={dataset.problemCount} />}
          <ClassBalance dataset={dataset} />
          <Thumbnails dataset={dataset} />
        </>
      )}
    </Panel>
  )
}

/** What a screen reader says while a load begins and ends; of its steps the progress bar tells. */
function describeState(importing: ImportState | undefined, dataset: DatasetSummary | undefined): string {
  if (importing) return `Loading ${importing.name}.`
  return dataset ? `${dataset.name}: ${formatAmount(dataset.images, 'image')} are ready.` : ''
}
