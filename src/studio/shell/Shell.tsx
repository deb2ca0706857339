/**
 * The page: a header, the five rooms in view of each other, and a status bar. Files may be dropped anywhere on it. Another view takes the
 * rooms' place for as long as its address is that of the page; they go on underneath.
 */
import { Activity, lazy, Suspense, useState } from 'react'
import { Boundary } from '../../ui/Boundary'
import { DataPanel } from '../data/DataPanel'
import { EvaluatePanel } from '../evaluate/EvaluatePanel'
import { ModelPanel } from '../model/ModelPanel'
import { TrainPanel } from '../train/TrainPanel'
import { UsePanel } from '../use/UsePanel'
import { DropTarget } from './DropTarget'
import { Header } from './Header'
import styles from './Shell.module.css'
import { StatusBar } from './StatusBar'
import { openView, useView, useViewIsKept } from './useAddress'
import { useUndoKeys } from './useUndoKeys'

const RunsView = lazy(async () => ({ default: (await import('../runs/RunsView')).RunsView }))
const BenchView = lazy(async () => ({ default: (await import('../bench/BenchView')).BenchView }))

const openStudio = (): void => openView('studio')

export function Shell() {
  const view = useView()
  useViewIsKept(view)
  useUndoKeys(view === 'studio')
  const isBench = view === 'bench'
  const [wasBench, setWasBench] = useState(isBench)
  if (isBench && !wasBench) setWasBench(true)
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
        {view === 'runs' && (
          <main className={styles.view}>
            <Boundary>
              <Suspense>
                <RunsView onStudio={openStudio} />
              </Suspense>
            </Boundary>
          </main>
        )}
        {/* Its figures stay when it is left. */}
        {wasBench && (
          <Activity mode={isBench ? 'visible' : 'hidden'}>
            <main className={styles.view}>
              <Boundary>
                <Suspense>
                  <BenchView />
                </Suspense>
              </Boundary>
            </main>
          </Activity>
        )}
        <StatusBar view={view} />
      </div>
    </DropTarget>
  )
}
