import { CLIPPING } from '../../model/training/clipping'
import { type Recipe, RECIPE_FIELDS } from '../../model/training/recipe'
import { useActions, useDocument } from '../../store/hooks'
import { FormField } from '../../ui/FormField'
import form from './FoldedForm.module.css'
import styles from './LossFields.module.css'
import { SectionFields } from './SectionFields'

export interface LossFieldsProps {
  /** The id of the element that says what is wrong with a setting. */
  errorId(field: keyof Recipe, part?: string): string | undefined
}

const SMOOTHING = RECIPE_FIELDS.find(({ name }) => name === 'labelSmoothing')!

/** Label smoothing, and the ways to clip gradients. */
export function LossFields({ errorId }: LossFieldsProps) {
  const { clipping, labelSmoothing } = useDocument((document) => document.recipe)
  const { editRecipe } = useActions()
  return (
    <div role="group" aria-label="Loss and gradients" className={form.form}>
      <div className={styles.single}>
        <FormField
          spec={SMOOTHING}
          value={labelSmoothing}
          errorId={errorId('labelSmoothing')}
          onChange={(value) => editRecipe('labelSmoothing', Number(value))}
        />
      </div>
      <p className={form.about}>
        A gradient that is far too large throws a run off its way. Clipped, it is followed no further than this; one of
        the three is enough.
      </p>
      <SectionFields
        label={CLIPPING.label}
        fields={CLIPPING.fields}
        values={clipping}
        errorId={(part) => errorId('clipping', part)}
        onChange={(change) => editRecipe('clipping', { ...clipping, ...change })}
      />
    </div>
  )
}
