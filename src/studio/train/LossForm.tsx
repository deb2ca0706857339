import { Suspense } from 'react'
import type { RecipeProblem } from '../../model/training/recipe'
import { useDocument } from '../../store/hooks'
import { Fold } from '../../ui/Fold'
import { onDemand } from '../../ui/onDemand'
import type { LossFieldsProps } from './LossFields'
import { describeLoss } from './lossText'

export interface LossFormProps extends LossFieldsProps {
  readonly problems: readonly RecipeProblem[]
}

/** It is folded until somebody asks for it, and comes then. */
const LossFields = onDemand(async () => (await import('./LossFields')).LossFields)

/** What becomes of labels before the loss, and of gradients before the optimizer follows them. */
export function LossForm({ problems, errorId }: LossFormProps) {
  const recipe = useDocument((document) => document.recipe)
  const isWrong = problems.some(({ field }) => field === 'labelSmoothing' || field === 'clipping')
  return (
    <Fold title="Loss and gradients" fact={describeLoss(recipe)} mustOpen={isWrong}>
      <Suspense>
        <LossFields errorId={errorId} />
      </Suspense>
    </Fold>
  )
}
