/** The page: a header, the five rooms in view of each other, and a status bar. Files may be dropped anywhere on it. */
import { DataPanel } from '../data/DataPanel'
import { EvaluatePanel } from '../evaluate/EvaluatePanel'
import { ModelPanel } from '../model/ModelPanel'
import { TrainPanel } from '../train/TrainPanel'
import { UsePanel } from '../use/UsePanel'
import { DropTarget } from './DropTarget'
import { Header } from './Header'
import styles from './Shell.module.css'
import { StatusBar } from './StatusBar'
import { useUndoKeys } from './useUndoKeys'

export function Shell() {
  useUndoKeys()
  return (
    <DropTarget>
      <div className={styles.page}>
        <Header />
        <main className={styles.rooms}>
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
        <StatusBar />
      </div>
    </DropTarget>
  )
}
