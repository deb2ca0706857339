import { isBeforeFirstStep, isTraining } from '../../store/session/runPart'
import { isSameRecipe } from '../../model/training/recipe'
import { isSameStack } from '../../model/graph/stack'
import { useDocument, useSession } from '../../store/hooks'

/** Whether the document differs from what the ongoing run trains. */
export function useEditsSinceStart(): boolean {
  const document = useDocument((document) => document)
  // While a run is prepared, the model is still the one before.
  const model = useSession(({ run, model }) =>
    isTraining(run.state) && !isBeforeFirstStep(run.state) ? model.current : undefined,
  )
  if (!model?.recipe) return false
  return !isSameStack(document.stack, model.stack) || !isSameRecipe(document.recipe, model.recipe)
}
