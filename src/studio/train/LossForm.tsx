import { CLIPPING } from '../../model/training/clipping'
import { type Recipe, type RecipeProblem, RECIPE_FIELDS } from '../../model/training/recipe'
import { useActions, useDocument } from '../../store/hooks'
import { Fold } from '../../ui/Fold'
import { FormField } from '../../ui/FormField'
import form from './FoldedForm.module.css'
import styles from './LossForm.module.css'
import { describeLoss } from './lossText'
import { SectionFields } from './SectionFields'

export interface LossFormProps {
  readonly problems: readonly RecipeProblem[]
  /** The id of the element that says what is wrong with a setting. */
  errorId(field: keyof Recipe, part?: string): string | undefined
}

const SMOOTHING = RECIPE_FIELDS.find(({ name }) => name === 'labelSmoothing')!

/** What becomes of labels before the loss, and of gradients before the optimizer follows them. */
export function LossForm({ problems, errorId }: LossFormProps) {
  const recipe = useDocument((document) => document.recipe)
  const { editRecipe } = useActions()
  const { clipping, labelSmoothing } = recipe
  const isWrong = problems.some(({ field }) => field === 'labelSmoothing' || field === 'clipping')
  return (
    <Fold title="Loss and gradients" fact={describeLoss(recipe)} mustOpen={isWrong}>
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
          A gradient that is far too large throws a run off its way. Clipped, it is followed no further than this; one
          of the three is enough.
        </p>
        <SectionFields
          label={CLIPPING.label}
          fields={CLIPPING.fields}
          values={clipping}
          errorId={(part) => errorId('clipping', part)}
          onChange={(change) => editRecipe('clipping', { ...clipping, ...change })}
        />
      </div>
    </Fold>
  )
}
