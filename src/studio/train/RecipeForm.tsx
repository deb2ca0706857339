import { Fragment, useId, useMemo, useState } from 'react'
import { usualBatchSize } from '../../model/graph/templates/templates'
import { optimizerOf, withOptimizer, type OptimizerName } from '../../model/training/optimizers/optimizers'
import { type Recipe, RECIPE_FIELDS } from '../../model/training/recipe'
import { useActions, useDataShape, useDocument, useSession } from '../../store/hooks'
import { describeNormalisation } from '../../runs/beginning'
import { trainingFacts } from '../../store/session/trainingFacts'
import { classes } from '../../ui/classes'
import { Folds } from '../../ui/Folds'
import { FormField, type FormValue } from '../../ui/FormField'
import { Message } from '../../ui/Message'
import { AugmentationForm } from './AugmentationForm'
import { CallbacksForm } from './CallbacksForm'
import { describeBatchSize } from './describeBatchSize'
import { FindRate } from './FindRate'
import { LossForm } from './LossForm'
import { OptimizerForm } from './OptimizerForm'
import styles from './RecipeForm.module.css'
import { problemId, RecipeProblems } from './RecipeProblems'
import { useBeginning } from './useBeginning'
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
  const begins = useBeginning()
  const first = begins?.chosen === 'model' ? begins : undefined
  const isWrong = (name: keyof Recipe, setting?: string): boolean =>
    problems.some(({ field, part }) => field === name && part === setting)
  const errorId = (name: keyof Recipe, setting?: string): string | undefined =>
    isWrong(name, setting) ? problemId(id, name, setting) : undefined
  const { optimizer } = recipe
  const { label, fields } = optimizerOf(optimizer)
  /** That stand beside the learning rate. */
  const main = fields.filter((field) => !field.advanced)
  const hasMain = main.length > 0
  /** What came of choosing an optimizer, as long as it is so. */
  const [chosen, setChosen] = useState<Pick<Recipe, 'optimizer' | 'learningRate'>>()
  const isFollowing = chosen?.optimizer === optimizer && chosen.learningRate === recipe.learningRate
  const change = (name: keyof Recipe, value: FormValue): void => {
    if (name === 'optimizer') {
      const next = withOptimizer(recipe, value as OptimizerName)
      setChosen(next.learningRate === recipe.learningRate ? undefined : next)
    }
    // A field gives values of its own kind, which is the kind of what it is named after.
    editRecipe(name, value as Recipe[typeof name])
  }

  return (
    <div role="group" aria-label="Recipe" className={styles.recipe}>
      <div className={classes(styles.fields, hasMain && styles.withMain)}>
        {COMMON_FIELDS.map((spec) => (
          <Fragment key={spec.name}>
            <div
              className={classes(
                isWide(spec.name, hasMain) && styles.wide,
                spec.name === 'learningRate' && styles.withButton,
              )}
            >
              <FormField
                spec={spec}
                value={recipe[spec.name]}
                errorId={errorId(spec.name)}
                onChange={(value) => change(spec.name, value)}
              />
              {spec.name === 'learningRate' && <FindRate />}
            </div>
            {spec.name === 'learningRate' &&
              main.map((field) => (
                <FormField
                  key={field.name}
                  spec={field}
                  // Each value is of the kind of its field.
                  value={(recipe[optimizer] as Readonly<Record<string, FormValue>>)[field.name]!}
                  errorId={errorId(optimizer, field.name)}
                  onChange={(value) => editRecipe(optimizer, { ...recipe[optimizer], [field.name]: value })}
                />
              ))}
          </Fragment>
        ))}
      </div>
      {isFollowing && (
        <Message kind="info">
          The learning rate is now {recipe.learningRate}, Keras’s for {label}.
        </Message>
      )}
      <Folds>
        <OptimizerForm errorId={errorId} />
        <LossForm problems={problems} errorId={errorId} />
        <AugmentationForm errorId={(part) => errorId('augmentation', part)} />
        <CallbacksForm problems={problems} errorId={errorId} />
      </Folds>
      {first !== undefined && (
        <Message kind="info">{`Normalisation: ${describeNormalisation(first.keepsNormalisation, first.called)}`}</Message>
      )}
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

/** Long choices take two places. The rows of the form are then full, with a field of the optimizer and without. */
function isWide(name: keyof Recipe, hasMain: boolean): boolean {
  return name === 'loss' || name === 'normalisation' || (name === 'classWeight' && !hasMain)
}
