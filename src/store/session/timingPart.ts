/** How long a step of training took when it was last measured. */
import type { StepTime } from '../../engine/protocol/stepTime'
import type { DataShape } from '../../model/graph/shapes'
import { isSameStack, type Stack } from '../../model/graph/stack'
import { isSameValue } from '../../model/sameValue'
import { ruleOf, type Optimized } from '../../model/training/optimizers/optimizers'
import type { Recipe } from '../../model/training/recipe'
import type { Trouble } from './troubles'

/** What a step's time depends on. */
export interface Measurable {
  readonly stack: Stack
  readonly data: DataShape
  readonly recipe: Pick<Recipe, 'batchSize' | 'augmentation'> & Optimized
  /** The adapter in words; undefined where there is none. */
  readonly adapter: string | undefined
}

export interface MeasuredStep extends Measurable {
  readonly time: StepTime
}

export interface TimingPart {
  readonly measured: MeasuredStep | undefined
  readonly measuring: boolean
  /** The share of the measuring that is done, from 0 to 1; undefined while the model is made ready, and while nothing is measured. */
  readonly progress: number | undefined
  readonly trouble: Trouble | undefined
}

export function emptyTiming(): TimingPart {
  return { measured: undefined, measuring: false, progress: undefined, trouble: undefined }
}

/** Whether what was measured is what would be measured now. */
export function isMeasuredOf(measured: MeasuredStep, now: Measurable): boolean {
  const { batchSize, augmentation } = measured.recipe
  return (
    measured.adapter === now.adapter &&
    batchSize === now.recipe.batchSize &&
    isSameValue(ruleOf(measured.recipe), ruleOf(now.recipe)) &&
    isSameValue(augmentation, now.recipe.augmentation) &&
    isSameValue(measured.data, now.data) &&
    isSameStack(measured.stack, now.stack)
  )
}
