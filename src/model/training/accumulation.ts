/** Gradient accumulation, as Keras 3's optimizers do it (keras/src/optimizers/base_optimizer.py, `_backend_apply_gradients`). */
import { defineSection } from './section'

export type Accumulation = {
  /**
   * So many steps make one update, by the mean of their gradients. Steps that are left over at the end of an epoch count in the next one.
   * `null` for an update in each step.
   */
  readonly gradientAccumulationSteps: number | null
}

export const ACCUMULATION = defineSection<'accumulation', Accumulation>({
  name: 'accumulation',
  label: 'Gradient accumulation',
  defaults: { gradientAccumulationSteps: null },
  fields: [
    {
      kind: 'integer',
      name: 'gradientAccumulationSteps',
      label: 'Accumulation steps',
      help: 'The weights change in every so many steps only, by the mean of the gradients since, as if the batch were larger; empty for each step (gradient_accumulation_steps). Steps that are left at the end of an epoch count in the next one, and those at the end of the run change nothing.',
      min: 2,
      max: 1_000_000,
      step: 1,
      emptyMeans: 'none',
    },
  ],
  isUsed: ({ gradientAccumulationSteps }) => gradientAccumulationSteps !== null,
  check({ gradientAccumulationSteps }, { steps }) {
    if (steps === undefined || gradientAccumulationSteps === null || gradientAccumulationSteps <= steps) return []
    const [wanted, there] = [gradientAccumulationSteps, steps].map((count) => count.toLocaleString('en-US'))
    const message = `Accumulation steps are ${wanted}, and the run has ${there} ${steps === 1 ? 'step' : 'steps'}: the weights would never change.`
    return [{ setting: 'gradientAccumulationSteps', message }]
  },
})
