import { useId, useMemo } from 'react'
import { usualBatchSize } from '../../model/graph/templates/templates'
import { type Recipe, RECIPE_FIELDS } from '../../model/training/recipe'
import { useActions, useDataShape, useDocument, useSession } from '../../store/hooks'
import { trainingFacts } from '../../store/session/trainingFacts'
import { classes } from '../../ui/classes'
import { FormField } from '../../ui/FormField'
import { Message } from '../../ui/Message'
import { AugmentationForm } from './AugmentationForm'
import { CallbacksForm } from './CallbacksForm'
import { describeBatchSize } from './describeBatchSize'
import { LossForm } from './LossForm'
import styles from './RecipeForm.module.css'
import { problemId, RecipeProblems } from './RecipeProblems'
import { checkRecipeFor } from './whyNotStart'

/** Few people change the others, which are folded away. */
const COMMON_FIELDS = RECIPE_FIELDS.filter((field) => !('advanced' in field))

/** How to train, as a form. */
export function RecipeForm() {
  const id = useId()
  const recipe = useDocument((document) => document.recipe)
  const dataset = useSession((session) => session.data.dataset)
  const { editRecipe } = useActions()
  const problems = checkRecipeFor(recipe, dataset)
  const followed = useFollowedBatchSize()
  const isWrong = (name: keyof Recipe, setting?: string): boolean =>
    problems.some(({ field, part }) => field === name && part === setting)
  const errorId = (name: keyof Recipe, setting?: string): string | undefined =>
    isWrong(name, setting) ? problemId(id, name, setting) : undefined
  // Only SGD has a momentum to set, but a value that keeps the run from starting must be in view.
  const hasMomentum = recipe.optimizer === 'sgd' || isWrong('momentum')

  return (
    <div role="group" aria-label="Recipe" className={styles.recipe}>
      <div className={classes(styles.fields, hasMomentum && styles.withMomentum)}>
        {COMMON_FIELDS.filter(({ name }) => name !== 'momentum' || hasMomentum).map((spec) => (
          <div key={spec.name} className={isWide(spec.name, hasMomentum) ? styles.wide : undefined}>
            <FormField
              spec={spec}
              value={recipe[spec.name]}
              errorId={errorId(spec.name)}
              // A field gives values of its own kind, which is the kind of what it is named after.
              onChange={(value) => editRecipe(spec.name, value as Recipe[typeof spec.name])}
            />
          </div>
        ))}
      </div>
      <LossForm problems={problems} errorId={errorId} />
      <AugmentationForm errorId={(part) => errorId('augmentation', part)} />
      <CallbacksForm problems={problems} errorId={errorId} />
      {followed !== undefined && <Message kind="info">{followed}</Message>}
      <RecipeProblems
        id={id}
        problems={problems}
        onFix={({ field, part }, value) => {
          const own = recipe[field]
          // A suggestion is of the kind of what it is for.
          const mended = part !== undefined && typeof own === 'object' ? { ...own, [part]: value } : value
          editRecipe(field, mended as Recipe[typeof field])
        }}
      />
    </div>
  )
}

/** What is said of a batch size that follows the data. */
function useFollowedBatchSize(): string | undefined {
  const { stack, recipe } = useDocument((document) => document)
  const shape = useDataShape()
  const dataset = useSession((session) => session.data.dataset)
  const usual = useMemo(() => usualBatchSize(stack, shape), [stack, shape])
  return dataset && describeBatchSize(recipe, usual, trainingFacts(dataset))
}

/** Long choices take two places. The rows of the form are then full, with the momentum and without. */
function isWide(name: keyof Recipe, hasMomentum: boolean): boolean {
  return name === 'loss' || name === 'normalisation' || (name === 'classWeight' && !hasMomentum)
}
