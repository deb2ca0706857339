/** The rate by which the layers of the dropout family draw. */
import type { NumberField } from '../define'

export function rateField(help: string): NumberField<'rate'> {
  return { kind: 'number', name: 'rate', label: 'Rate', help, min: 0, max: 1, maxExcluded: true, step: 0.05 }
}
