import type { Recipe, RecipeProblem } from '../../model/training/recipe'
import { FixButton } from '../../ui/FixButton'
import { Message } from '../../ui/Message'

export interface RecipeProblemsProps {
  readonly id: string
  readonly problems: readonly RecipeProblem[]
  /** @param value mends the problem. */
  onFix(problem: RecipeProblem, value: Suggestion): void
}

/** The id of what is wrong with a field, or with a setting of a section, by which the field points to it. */
export function problemId(id: string, field: keyof Recipe, part?: string): string {
  return part === undefined ? `${id}-${field}` : `${id}-${field}-${part}`
}

/** What is wrong with the recipe, each with the value that mends it where there is one. */
export function RecipeProblems({ id, problems, onFix }: RecipeProblemsProps) {
  return problems.map((problem) => {
    const { field, part, message, suggestion } = problem
    return (
      <div key={problemId(id, field, part)} id={problemId(id, field, part)}>
        <Message kind="danger">
          {message}
          {suggestion !== undefined && (
            <FixButton onFix={() => onFix(problem, suggestion)}>{sayFix(suggestion)}</FixButton>
          )}
        </Message>
      </div>
    )
  })
}

type Suggestion = Exclude<RecipeProblem['suggestion'], undefined>

function sayFix(suggestion: Suggestion): string {
  if (typeof suggestion === 'boolean') return suggestion ? 'Turn it on' : 'Turn it off'
  return `Set ${suggestion.toLocaleString('en')}`
}
