import { Suspense } from 'react'
import { withoutBidiControls } from '../../common/text'
import { useOtherData, useSession } from '../../store/hooks'
import { Message } from '../../ui/Message'
import { onDemand } from '../../ui/onDemand'
import { Panel } from '../../ui/Panel'
import { BeganWith } from './BeganWith'
import { BeginWith } from './BeginWith'
import { CurveFigure } from './CurveFigure'
import { HitsFigure } from './HitsFigure'
import { LastBatch } from './LastBatch'
import { LatestFigures } from './LatestFigures'
import { PausedRate } from './PausedRate'
import { RateFigure } from './RateFigure'
import { ResumeOffer } from './ResumeOffer'
import { RecipeForm } from './RecipeForm'
import { RunControls } from './RunControls'
import { RunLog } from './RunLog'
import { RunProgress } from './RunProgress'
import { SpeedFigure } from './SpeedFigure'
import styles from './TrainPanel.module.css'
import { WatchInside } from './WatchInside'

const RunAdvice = onDemand(async () => (await import('./RunAdvice')).RunAdvice)

/** The room where a run is set up, steered and watched. */
export function TrainPanel() {
  const elsewhere = useOtherData()
  const hasRun = useSession(({ run }) => run.state.status !== 'idle')
  return (
    <Panel id="train" title="Train">
      <RecipeForm />
      <div className={styles.run}>
        <ResumeOffer />
        <BeginWith />
        <RunControls />
        <RunProgress />
        <BeganWith />
        <LastBatch />
        <PausedRate />
        <Suspense>{hasRun && <RunAdvice />}</Suspense>
        {elsewhere !== undefined && (
          <Message kind="info">This run is on {withoutBidiControls(elsewhere)}, not on the data at hand.</Message>
        )}
      </div>
      <LatestFigures />
      <div className={styles.curves}>
        <CurveFigure curve="loss" />
        <CurveFigure curve="accuracy" />
      </div>
      <WatchInside />
      <div className={styles.more}>
        <RateFigure />
        <HitsFigure />
        <SpeedFigure />
      </div>
      <RunLog />
    </Panel>
  )
}
