/** The argument that keeps a normalisation from dividing by zero. */
import type { NumberField } from '../define'

export const EPSILON_FIELD: NumberField<'epsilon'> = {
  kind: 'number',
  name: 'epsilon',
  label: 'Epsilon',
  help: 'A small number added to the variance, so that values which are all alike are not divided by zero.',
  min: 0,
  max: 1,
  minExcluded: true,
  step: 0.001,
  advanced: true,
}
