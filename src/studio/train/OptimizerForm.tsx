import { Suspense } from 'react'
import { labelInWords } from '../../model/describeArgument'
import { changedSettings } from '../../model/training/changedSettings'
import { ACCUMULATION } from '../../model/training/accumulation'
import { MOVING_AVERAGE } from '../../model/training/movingAverage'
import { optimizerOf } from '../../model/training/optimizers/optimizers'
import { useDocument } from '../../store/hooks'
import { Fold } from '../../ui/Fold'
import { onDemand } from '../../ui/onDemand'
import type { OptimizerFieldsProps } from './OptimizerFields'

const { fields: averaging, defaults: averages } = MOVING_AVERAGE

/** It is folded until somebody asks for it, and comes then. */
const OptimizerFields = onDemand(async () => (await import('./OptimizerFields')).OptimizerFields)

/** The arguments of the chosen optimizer that few people change, and those that all optimizers have. */
export function OptimizerForm({ errorId }: OptimizerFieldsProps) {
  const name = useDocument(({ recipe }) => recipe.optimizer)
  const values = useDocument(({ recipe }) => recipe[name])
  const { fields, defaults } = optimizerOf(name)
  const advanced = fields.filter((field) => field.advanced)
  const accumulation = useDocument(({ recipe }) => recipe.accumulation)
  const movingAverage = useDocument(({ recipe }) => recipe.movingAverage)
  const changed = [
    ...changedSettings(advanced, defaults, values),
    ...changedSettings(ACCUMULATION.fields, ACCUMULATION.defaults, accumulation),
    ...(movingAverage.on ? [labelInWords(MOVING_AVERAGE), ...changedSettings(averaging, averages, movingAverage)] : []),
  ]
  const isWrong =
    advanced.some((field) => errorId(name, field.name) !== undefined) ||
    [ACCUMULATION, MOVING_AVERAGE].some((section) =>
      section.fields.some((field) => errorId(section.name, field.name) !== undefined),
    )
  return (
    <Fold
      title="Optimizer settings"
      fact={changed.length === 0 ? 'as in Keras' : changed.join(', ')}
      mustOpen={isWrong}
    >
      <Suspense>
        <OptimizerFields errorId={errorId} />
      </Suspense>
    </Fold>
  )
}
