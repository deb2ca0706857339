/** Arguments in words, as a person reads them in a line. */
import { formatShape, type ArgumentValue, type Field } from './layers/define'

/** `64`, `3 × 3`, `same`, `on`; a dash for what can't be read. */
export function describeArgument(field: Field, value: ArgumentValue | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (field.kind === 'choice') return field.options.find((option) => option.value === value)?.label ?? '–'
  if (typeof value === 'number') return Number.isNaN(value) ? '–' : String(value)
  if (value === null) return ('emptyMeans' in field ? field.emptyMeans : undefined) ?? '–'
  if (isLengths(value) && value.length > 0 && !value.some(Number.isNaN)) return formatShape(value)
  return '–'
}

/** A field's label within a sentence: `kernel size`, `L1`. */
export function labelInWords({ label }: Pick<Field, 'label'>): string {
  return /^.[a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

// `Array.isArray` alone does not narrow a read-only array.
function isLengths(value: ArgumentValue | undefined): value is readonly number[] {
  return Array.isArray(value)
}
