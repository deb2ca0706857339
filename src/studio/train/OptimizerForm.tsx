import { Suspense } from 'react'
import { changedSettings } from '../../model/training/changedSettings'
import { optimizerOf } from '../../model/training/optimizers/optimizers'
import { useDocument } from '../../store/hooks'
import { Fold } from '../../ui/Fold'
import { onDemand } from '../../ui/onDemand'
import type { OptimizerFieldsProps } from './OptimizerFields'

/** It is folded until somebody asks for it, and comes then. */
const OptimizerFields = onDemand(async () => (await import('./OptimizerFields')).OptimizerFields)

/** The arguments of the chosen optimizer that few people change. */
export function OptimizerForm({ errorId }: OptimizerFieldsProps) {
  const name = useDocument(({ recipe }) => recipe.optimizer)
  const values = useDocument(({ recipe }) => recipe[name])
  const { fields, defaults } = optimizerOf(name)
  const advanced = fields.filter((field) => field.advanced)
  const changed = changedSettings(advanced, defaults, values)
  const isWrong = advanced.some((field) => errorId(name, field.name) !== undefined)
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
