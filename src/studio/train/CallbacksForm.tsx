import { Suspense } from 'react'
import { CALLBACKS } from '../../model/training/callbacks/callbacks'
import type { RecipeProblem } from '../../model/training/recipe'
import { SCHEDULES } from '../../model/training/schedules/schedules'
import { useDocument } from '../../store/hooks'
import { Fold } from '../../ui/Fold'
import { onDemand } from '../../ui/onDemand'
import type { CallbacksFieldsProps } from './CallbacksFields'
import { describeCallbacks } from './callbacksText'

export interface CallbacksFormProps extends CallbacksFieldsProps {
  readonly problems: readonly RecipeProblem[]
}

/** It is folded until somebody asks for it, and comes then. */
const CallbacksFields = onDemand(async () => (await import('./CallbacksFields')).CallbacksFields)

const SECTIONS: readonly string[] = [...CALLBACKS, ...SCHEDULES].map(({ name }) => name)

/** What looks after a run while it goes on: when it ends by itself, which weights it keeps, how its learning rate goes on. */
export function CallbacksForm({ problems, errorId }: CallbacksFormProps) {
  const recipe = useDocument((document) => document.recipe)
  const isWrong = problems.some(({ field }) => SECTIONS.includes(field))
  return (
    <Fold title="Callbacks" fact={describeCallbacks(recipe)} mustOpen={isWrong}>
      <Suspense>
        <CallbacksFields errorId={errorId} />
      </Suspense>
    </Fold>
  )
}
