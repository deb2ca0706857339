import { Panel } from '../../ui/Panel'
import { CopyLink } from './CopyLink'
import { ExportModel } from './ExportModel'
import { OpenModel } from './OpenModel'
import { SaveProject } from './SaveProject'
import { SavePredictions } from './SavePredictions'
import { SaveReport } from './SaveReport'
import styles from './UsePanel.module.css'
import { UseMessages } from './UseMessages'

/** The room where a model leaves, and comes back. */
export function UsePanel() {
  return (
    <Panel id="use" title="Use">
      <UseMessages />
      <div className={styles.ways}>
        <ExportModel />
        <SavePredictions />
        <SaveReport />
        <OpenModel />
        <SaveProject />
        <CopyLink />
      </div>
    </Panel>
  )
}
