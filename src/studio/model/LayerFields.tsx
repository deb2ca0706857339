import type { ArgumentValue, LayerArgs, LayerProblem } from '../../model/layers/define'
import { definitionOf, type Layer } from '../../model/layers/registry'
import { classes } from '../../ui/classes'
import { FormField } from '../../ui/FormField'
import styles from './LayerFields.module.css'
import { problemId } from './LayerProblems'

export interface LayerFieldsProps {
  readonly layer: Layer
  readonly problems: readonly LayerProblem[]
  /** The id of the list below that says what is wrong. */
  readonly problemsId: string
  onChange(id: string, field: string, value: ArgumentValue): void
}

/** A layer's arguments, edited in place. */
export function LayerFields({ layer, problems, problemsId, onChange }: LayerFieldsProps) {
  const { fields } = definitionOf(layer.className)
  const args: LayerArgs = layer.args
  if (fields.length === 0) return null
  return (
    <div className={styles.fields}>
      {fields.map((field) => {
        const problem = problems.findIndex(({ severity, field: at }) => severity === 'error' && at === field.name)
        return (
          <div key={field.name} className={classes(field.kind === 'shape' && styles.wide)}>
            <FormField
              spec={field}
              value={args[field.name] ?? null}
              errorId={problem < 0 ? undefined : problemId(problemsId, problem)}
              onChange={(value) => onChange(layer.id, field.name, value)}
            />
          </div>
        )
      })}
    </div>
  )
}
