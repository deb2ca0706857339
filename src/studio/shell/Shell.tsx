/**
 * The page: a header, the five rooms in view of each other, and a status bar. Files may be dropped anywhere on it. Another view takes the
 * rooms' place for as long as its address is that of the page; they go on underneath.
 */
import { Activity, Suspense, useState } from 'react'
import { useSession } from '../../store/hooks'
import { Boundary } from '../../ui/Boundary'
import { onDemand } from '../../ui/onDemand'
import { DataPanel } from '../data/DataPanel'
import { EvaluatePanel } from '../evaluate/EvaluatePanel'
import { ModelPanel } from '../model/ModelPanel'
import { TrainPanel } from '../train/TrainPanel'
import { UsePanel } from '../use/UsePanel'
import { DropTarget } from './DropTarget'
import { Header } from './Header'
import styles from './Shell.module.css'
import { StatusBar } from './StatusBar'
import { openRunsPlace, openView, useRunsPlace, useView, useViewIsKept, type View } from './useAddress'
import { useLinks } from './useLinks'
import { useUndoKeys } from './useUndoKeys'

const LoadedRunsView = onDemand(async () => (await import('../runs/RunsView')).RunsView)
const BenchView = onDemand(async () => (await import('../bench/BenchView')).BenchView)

const ProjectDialogs = onDemand(async () => (await import('./project/ProjectDialogs')).ProjectDialogs)

const openStudio = (): void => openView('studio')

function RunsView() {
  return <LoadedRunsView place={useRunsPlace()} onPlace={openRunsPlace} onStudio={openStudio} />
}

/** All but the studio. A new one is a line here, and one in `useAddress.ts`. */
const OTHER_VIEWS = [
  { name: 'runs', body: <RunsView /> },
  { name: 'bench', body: <BenchView /> },
] as const

export function Shell() {
  const view = useView()
  useViewIsKept(view)
  useLinks()
  useUndoKeys(view === 'studio')
  const asksAboutProject = useSession(({ project }) => project.isSaving || project.brought !== undefined)
  const [visited, setVisited] = useState<ReadonlySet<View>>(new Set([view]))
  if (!visited.has(view)) setVisited(new Set([...visited, view]))
  return (
    <DropTarget onDrop={openStudio}>
      <div className={styles.page}>
        <Header view={view} />
        <main className={styles.rooms} hidden={view !== 'studio'}>
          <div className={styles.data}>
            <DataPanel />
          </div>
          <div className={styles.model}>
            <ModelPanel />
          </div>
          <div className={styles.work}>
            <div className={styles.train}>
              <TrainPanel />
            </div>
            <div className={styles.judge}>
              <EvaluatePanel />
              <UsePanel />
            </div>
          </div>
        </main>
        {/* What was entered and measured in a view stays when it is left. */}
        {OTHER_VIEWS.map(({ name, body }) =>
          visited.has(name) ? (
            <Activity key={name} mode={name === view ? 'visible' : 'hidden'}>
              <main className={styles.view}>
                <Boundary>
                  <Suspense>{body}</Suspense>
                </Boundary>
              </main>
            </Activity>
          ) : null,
        )}
        <StatusBar view={view} />
      </div>
      {asksAboutProject && (
        <Boundary>
          <Suspense>
            <ProjectDialogs />
          </Suspense>
        </Boundary>
      )}
    </DropTarget>
  )
}
