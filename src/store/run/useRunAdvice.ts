/** Apart from the other hooks, so that what there is to say of runs comes when there is one. */
import { useMemo } from 'react'
import { withoutBidiControls } from '../../common/text'
import { isSameValue } from '../../model/sameValue'
import { useActions, useDocument, useRunAnatomies, useRunEpochs, useSession } from '../hooks'
import { adviceOnRun } from './adviceOnRun'

export interface ShownAdvice {
  readonly message: string
  /** What the button says that changes the recipe; absent once it is changed. */
  readonly fix: string | undefined
  applyFix(): void
}

/** What there is to say of the run on show. Its epochs are looked at when one ends. */
export function useRunAdvice(): ShownAdvice | undefined {
  const [run, data, model] = [
    useSession(({ run }) => run),
    useSession(({ data }) => data),
    useSession(({ model }) => model),
  ]
  const recipe = useDocument((document) => document.recipe)
  const { editRecipe } = useActions()
  const epochs = useRunEpochs()
  const inside = useRunAnatomies()?.all.at(-1)
  const advice = useMemo(() => adviceOnRun({ run, data, model }, epochs, inside), [run, data, model, epochs, inside])
  if (!advice) return undefined
  const { field, value, label } = advice.fix
  return {
    message: withoutBidiControls(advice.message),
    fix: isSameValue(recipe[field], value) ? undefined : label,
    applyFix: () => editRecipe(field, value),
  }
}
