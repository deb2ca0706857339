import { formatPercent } from '../../../../ui/format'
import { InlineSelect } from '../../../../ui/InlineSelect'
import { predictedOf, useInsideLook } from './insideLook'

export interface ClassChoiceProps {
  readonly classIndex: number
  onClass(classIndex: number): void
}

/** Which class the question is about. Those that the model and the label say are marked. */
export function ClassChoice({ classIndex, onClass }: ClassChoiceProps) {
  const { classes, found } = useInsideLook()
  const predicted = predictedOf(found)
  const mark = (at: number): string =>
    [at === predicted && ', predicted', at === found.label && ', the label'].filter(Boolean).join('')
  return (
    <InlineSelect
      label="Class"
      value={String(classIndex)}
      options={classes.map((name, at) => ({
        value: String(at),
        label: `${name} (${formatPercent(found.probabilities[at], 1)}${mark(at)})`,
      }))}
      onChange={(value) => onClass(Number(value))}
    />
  )
}
