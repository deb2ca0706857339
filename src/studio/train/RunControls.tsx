import { isTraining } from '../../store/session/runPart'
import { Pause, Play, Square, StepForward } from 'lucide-react'
import { useId } from 'react'
import { useActions, useAnalysis, useDocument, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { Obstacle } from '../../ui/Obstacle'
import styles from './RunControls.module.css'
import { SingleStep } from './SingleStep'
import { useContinuation } from './useContinuation'
import { useEditsSinceStart } from './useEditsSinceStart'
import { checkRecipeFor, whyNotStart } from './whyNotStart'

/** Start; Pause, Resume or Continue; Stop; and Step, each always at its place. */
export function RunControls() {
  const status = useSession((session) => session.run.state.status)
  const training = useSession((session) => isTraining(session.run.state))
  const { startTraining, continueTraining, pause, resume, stop } = useActions()
  const stepping = useSession((session) => session.run.stepping)
  const obstacle = useObstacle()
  const continuation = useContinuation()
  const noteId = useId()
  const shownObstacle = training ? undefined : obstacle
  const note = shownObstacle ?? continuation?.obstacle
  const hasEdits = useEditsSinceStart()
  const paused = status === 'paused'
  const PauseIcon = paused ? Play : Pause

  return (
    <div className={styles.controls}>
      <Button
        look="primary"
        unavailable={training || obstacle !== undefined}
        aria-describedby={shownObstacle === undefined ? undefined : noteId}
        onClick={() => void startTraining()}
      >
        <Play size={14} aria-hidden />
        Start training
      </Button>
      {continuation ? (
        <Button
          className={styles.pause}
          unavailable={note !== undefined}
          aria-describedby={note === undefined ? undefined : noteId}
          onClick={() => void continueTraining()}
        >
          <StepForward size={14} aria-hidden />
          Continue
        </Button>
      ) : (
        <Button
          className={styles.pause}
          unavailable={status !== 'running' && !paused}
          onClick={paused ? resume : pause}
        >
          <PauseIcon size={14} aria-hidden />
          {paused ? 'Resume' : 'Pause'}
        </Button>
      )}
      <Button unavailable={!training || status === 'stopping'} onClick={stop}>
        <Square size={14} aria-hidden />
        Stop
      </Button>
      <SingleStep
        unavailable={training ? !paused || stepping : obstacle !== undefined}
        noteId={shownObstacle === undefined ? undefined : noteId}
      />
      <div className={styles.note}>
        {hasEdits ? (
          'Edits count from the next run.'
        ) : note === undefined ? (
          continuation?.note
        ) : (
          <Obstacle id={noteId}>{note}</Obstacle>
        )}
      </div>
    </div>
  )
}

function useObstacle(): string | undefined {
  const { stack, recipe } = useDocument((document) => document)
  const analysis = useAnalysis()
  const dataset = useSession((session) => session.data.dataset)
  const importing = useSession((session) => session.data.importing !== undefined)
  const busy = useSession((session) => session.model.testing || session.model.opening)
  const recipeProblems = checkRecipeFor(recipe, dataset)
  return whyNotStart({ dataset, importing, busy, stack, analysis, recipeProblems })
}
