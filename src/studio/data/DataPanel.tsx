/** The data room: what was loaded, how it is split, what is wrong with it, and a look at the images. */
import { X } from 'lucide-react'
import { useActions, useSession } from '../../store/hooks'
import { IconButton } from '../../ui/Button'
import { Message } from '../../ui/Message'
import { Panel } from '../../ui/Panel'
import { ClassBalance } from './ClassBalance'
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
        <Message
          kind="danger"
          where={describePlace(trouble)}
          actions={
            <IconButton
              size="small"
              label="Dismiss"
              icon={<X size={14} aria-hidden />}
              onClick={() => dismiss('importTrouble')}
            />
          }
        >
          {trouble.message}
        </Message>
      )}
      {importing && <ImportStatus state={importing} onCancel={cancelImport} />}
      {dataset && (
        <>
          <Summary dataset={dataset} />
          {dataset.problemCount > 0 && <ImportProblems problems={dataset.problems} count={dataset.problemCount} />}
          <ClassBalance dataset={dataset} />
          <Thumbnails dataset={dataset} />
        </>
      )}
    </Panel>
  )
}
