import { type Recipe, RECIPE_FIELDS } from '../../model/recipe'
import { useActions, useDocument, useSession } from '../../store/hooks'
import { FormField } from '../../ui/FormField'
import styles from './RecipeForm.module.css'
import { checkRecipeFor } from './whyNotStart'

/** How to train, as a form. */
export function RecipeForm() {
  const recipe = useDocument((document) => document.recipe)
  const dataset = useSession((session) => session.dataset)
  const { editRecipe } = useActions()
  const problems = checkRecipeFor(recipe, dataset)
  // SGD alone has a momentum to set; but a value that keeps the run from starting must be in view.
  const hasMomentum = recipe.optimizer === 'sgd' || problems.some(({ field }) => field === 'momentum')

  return (
    <div role="group" aria-label="Recipe" className={styles.form}>
      {RECIPE_FIELDS.filter(({ name }) => name !== 'momentum' || hasMomentum).map((spec) => (
        <div key={spec.name} className={spec.name === 'loss' && !hasMomentum ? styles.wide : undefined}>
          <FormField
            spec={spec}
            value={recipe[spec.name]}
            error={problems.find(({ field }) => field === spec.name)?.message}
            // A field gives values of its own kind, which is the kind of what it is named after.
            onChange={(value) => editRecipe(spec.name, value as Recipe[typeof spec.name])}
          />
        </div>
      ))}
    </div>
  )
}
