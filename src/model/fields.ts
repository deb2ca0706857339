/** Checks a field's value, as a form or a file holds it, against what the field allows. */
import type { ArgumentValue, Field, NumberField, PairField } from './layers/define'

function formatNumber(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-6) return value.toExponential()
  return value.toLocaleString('en-US', { maximumFractionDigits: 10 })
}

/** `from 1 to 4,096`, `above 0 and at most 10`, `of 0 or more and below 1`. */
function rangeInWords(field: NumberField | PairField): string {
  const [min, max] = [formatNumber(field.min), formatNumber(field.max)]
  if (field.kind === 'pair' || !(field.minExcluded || field.maxExcluded)) return `from ${min} to ${max}`
  return `${field.minExcluded ? `above ${min}` : `of ${min} or more`} and ${field.maxExcluded ? `below ${max}` : `at most ${max}`}`
}

function isInRange(field: NumberField | PairField, value: unknown): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  if (field.kind !== 'number' && !Number.isInteger(value)) return false
  if (value < field.min || value > field.max) return false
  if (field.kind === 'pair') return true
  return !(field.minExcluded && value === field.min) && !(field.maxExcluded && value === field.max)
}

function isShape(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false
  const lengths: readonly unknown[] = value
  const known = lengths.filter((length) => length !== -1)
  return (
    lengths.length - known.length <= 1 && known.every((length) => Number.isSafeInteger(length) && Number(length) > 0)
  )
}

function isPair(field: PairField, value: unknown): boolean {
  if (value === null) return field.emptyMeans !== undefined
  return Array.isArray(value) && value.length === 2 && value.every((length) => isInRange(field, length))
}

/** What is wrong with the value, as one sentence; `undefined` when nothing is. */
export function checkField(field: Field, value: unknown): string | undefined {
  if (field.kind === 'boolean') return typeof value === 'boolean' ? undefined : `${field.label} must be on or off.`
  if (field.kind === 'choice') {
    if (field.options.some((option) => option.value === value)) return undefined
    return `${field.label} must be one of ${field.options.map((option) => option.label).join(', ')}.`
  }
  if (field.kind === 'shape') {
    if (isShape(value)) return undefined
    return `${field.label} must be whole numbers of 1 or more, such as 28 × 28 × 1; one of them may be -1.`
  }
  if (field.kind === 'pair') {
    if (isPair(field, value)) return undefined
    return `${field.label} must be one or two whole numbers ${rangeInWords(field)}.`
  }
  if (isInRange(field, value) || (value === null && field.emptyMeans !== undefined)) return undefined
  return `${field.label} must be a ${field.kind === 'integer' ? 'whole number' : 'number'} ${rangeInWords(field)}.`
}

/** JSON has no NaN: a number left open in a form is written as null. */
function readNumber(value: unknown): number | undefined {
  if (value === null) return NaN
  return typeof value === 'number' ? value : undefined
}

/**
 * A field's value out of a saved document. The kind must be right; whether the value is allowed is for `checkField` to say, since a
 * document is saved while it is being edited. `undefined` when the value is of another kind.
 */
export function readFieldValue(field: Field, value: unknown): ArgumentValue | undefined {
  if (field.kind === 'boolean') return typeof value === 'boolean' ? value : undefined
  if (field.kind === 'choice') return field.options.find((option) => option.value === value)?.value
  if (value === null && 'emptyMeans' in field) return null
  if (field.kind === 'integer' || field.kind === 'number') return readNumber(value)
  if (!Array.isArray(value) || (field.kind === 'pair' && value.length !== 2)) return undefined
  const numbers = value.map(readNumber).filter((number) => number !== undefined)
  return numbers.length === value.length ? numbers : undefined
}
