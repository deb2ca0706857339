import { ACCUMULATION } from '../../model/training/accumulation'
import { MOVING_AVERAGE } from '../../model/training/movingAverage'
import { optimizerOf } from '../../model/training/optimizers/optimizers'
import type { Recipe } from '../../model/training/recipe'
import { useActions, useDocument } from '../../store/hooks'
import form from './FoldedForm.module.css'
import { SectionFields } from './SectionFields'

export interface OptimizerFieldsProps {
  /** The id of the element that says what is wrong with a setting of a section. */
  errorId(section: keyof Recipe, part: string): string | undefined
}

/** What the chosen optimizer does, its arguments but for those that stand beside the learning rate, and those that all optimizers have. */
export function OptimizerFields({ errorId }: OptimizerFieldsProps) {
  const name = useDocument(({ recipe }) => recipe.optimizer)
  const values = useDocument(({ recipe }) => recipe[name])
  const accumulation = useDocument(({ recipe }) => recipe.accumulation)
  const movingAverage = useDocument(({ recipe }) => recipe.movingAverage)
  const { editRecipe } = useActions()
  const { label, about, learningRate, fields } = optimizerOf(name)
  // All of them are in view here.
  const shown = fields.flatMap(({ advanced, ...field }) => (advanced ? [field] : []))
  return (
    <div className={form.form}>
      <p className={form.about}>
        {about} Keras’s learning rate for it is {learningRate}.
      </p>
      <SectionFields
        label={`${label} settings`}
        fields={shown}
        values={values}
        errorId={(part) => errorId(name, part)}
        onChange={(change) => editRecipe(name, { ...values, ...change })}
      />
      <SectionFields
        label={ACCUMULATION.label}
        fields={ACCUMULATION.fields}
        values={accumulation}
        errorId={(part) => errorId('accumulation', part)}
        onChange={(change) => editRecipe('accumulation', { ...accumulation, ...change })}
      />
      <SectionFields
        label={MOVING_AVERAGE.label}
        // How it averages is asked where it does.
        fields={movingAverage.on ? MOVING_AVERAGE.fields : MOVING_AVERAGE.fields.slice(0, 1)}
        values={movingAverage}
        errorId={(part) => errorId('movingAverage', part)}
        onChange={(change) => editRecipe('movingAverage', { ...movingAverage, ...change })}
      />
    </div>
  )
}
