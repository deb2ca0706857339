import { useDocument, useSession } from '../../store/hooks'
import { isBeforeFirstStep } from '../../store/session'

/** How many epochs the run on show was to have; before one, those of the recipe. */
export function usePlannedEpochs(): number {
  const ofRecipe = useDocument((document) => document.recipe.epochs)
  const ofRun = useSession(({ run, model }) =>
    run.status === 'idle' || isBeforeFirstStep(run) ? undefined : model?.recipe?.epochs,
  )
  return ofRun ?? ofRecipe
}
