import { Wrench } from 'lucide-react'
import type { Augmentation } from '../../model/training/augmentation'
import type { Recipe, RecipeProblem } from '../../model/training/recipe'
import { Button } from '../../ui/Button'
import { focusPanel } from '../../ui/focusPanel'
import { Message } from '../../ui/Message'
import styles from './RecipeProblems.module.css'

export interface RecipeProblemsProps {
  readonly id: string
  readonly problems: readonly RecipeProblem[]
  onFix(field: keyof Recipe, value: number): void
}

/** The id of what is wrong with a field, by which the field points to it. */
export function problemId(id: string, field: keyof Recipe | keyof Augmentation): string {
  return `${id}-${field}`
}

/** What is wrong with the recipe, each with the value that mends it where there is one. */
export function RecipeProblems({ id, problems, onFix }: RecipeProblemsProps) {
  return problems.map(({ field, part, message, suggestion }) => (
    <div key={part ?? field} id={problemId(id, part ?? field)}>
      <Message kind="danger">
        {message}
        {suggestion !== undefined && (
          <Button
            size="small"
            className={styles.fix}
            onClick={({ currentTarget }) => {
              focusPanel(currentTarget)
              onFix(field, suggestion)
            }}
          >
            <Wrench size={12} aria-hidden />
            Set {suggestion.toLocaleString('en')}
          </Button>
        )}
      </Message>
    </div>
  ))
}
