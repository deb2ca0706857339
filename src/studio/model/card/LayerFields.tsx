import { memo } from 'react'
import type { ArgumentValue, Field, LayerArgs, LayerProblem } from '../../../model/layers/define'
import { definitionOf, type Layer } from '../../../model/layers/registry'
import { classes } from '../../../ui/classes'
import { Fold } from '../../../ui/Fold'
import { FormField } from '../../../ui/FormField'
import styles from './LayerFields.module.css'
import { findProblemId } from './LayerProblems'
import { isSameProps } from './sameProps'
import { summariseAdvanced } from './summariseArguments'

export interface LayerFieldsProps {
  readonly layer: Layer
  readonly problems: readonly LayerProblem[]
  /** The id of the list below that says what is wrong. */
  readonly problemsId: string
  onChange(id: string, field: string, value: ArgumentValue): void
}

/** A layer's arguments, edited in place. Those that few people change are folded away. */
export const LayerFields = memo(function LayerFields({ layer, problems, problemsId, onChange }: LayerFieldsProps) {
  const { fields } = definitionOf(layer.className)
  const args: LayerArgs = layer.args
  const [common, advanced] = [fields.filter((field) => !field.advanced), fields.filter((field) => field.advanced)]
  const draw = (field: Field) => (
    <div
      key={field.name}
      className={classes(field.kind === 'shape' && styles.wide, field.kind === 'boolean' && styles.box)}
    >
      <FormField
        spec={field}
        value={args[field.name] ?? null}
        errorId={findProblemId(problemsId, problems, field.name)}
        onChange={(value) => onChange(layer.id, field.name, value)}
      />
    </div>
  )
  return (
    <>
      {common.length > 0 && <div className={styles.fields}>{common.map(draw)}</div>}
      {advanced.length > 0 && (
        <Fold
          title="More"
          plain
          fact={summariseAdvanced(layer)}
          mustOpen={problems.some((problem) => advanced.some(({ name }) => name === problem.field))}
        >
          <div className={styles.advanced}>{advanced.map(draw)}</div>
        </Fold>
      )}
    </>
  )
}, isSameProps)
