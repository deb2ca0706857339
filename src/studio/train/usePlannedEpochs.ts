import { isBeforeFirstStep } from '../../store/session/runPart'
import { useDocument, useSession } from '../../store/hooks'

/** How many epochs the run on show was to have; before one, those of the recipe. */
export function usePlannedEpochs(): number {
  const ofRecipe = useDocument((document) => document.recipe.epochs)
  const ofRun = useSession(({ run, model }) =>
    run.state.status === 'idle' || isBeforeFirstStep(run.state) ? undefined : model.current?.recipe?.epochs,
  )
  return ofRun ?? ofRecipe
}
