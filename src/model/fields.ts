/** Checks a field's value, as a form or a file holds it, against what the field allows. */
import type { ArgumentValue, Field, NumberField, PairField } from './layers/define'

function formatNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 10 })
}

/** `from 1 to 4,096`, `more than 0 and at most 10`, `from 0 to less than 1`. */
function rangeInWords(field: NumberField | PairField): string {
  const { min, max } = field
  const minExcluded = field.kind !== 'pair' && field.minExcluded
  const maxExcluded = field.kind !== 'pair' && field.maxExcluded
  if (minExcluded)
    return `more than ${formatNumber(min)} and ${maxExcluded ? 'less than' : 'at most'} ${formatNumber(max)}`
  return `from ${formatNumber(min)} to ${maxExcluded ? 'less than ' : ''}${formatNumber(max)}`
}

function isInRange(field: NumberField | PairField, value: unknown): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  if (field.kind !== 'number' && !Number.isInteger(value)) return false
  if (value < field.min || value > field.max) return false
  if (field.kind === 'pair') return true
  return !(field.minExcluded && value === field.min) && !(field.maxExcluded && value === field.max)
}

/** What is wrong with the value, as one sentence; `undefined` when nothing is. */
export function checkField(field: Field, value: ArgumentValue | undefined): string | undefined {
  switch (field.kind) {
    case 'integer':
      return isInRange(field, value) ? undefined : `${field.label} must be a whole number ${rangeInWords(field)}.`
    case 'number':
      return isInRange(field, value) ? undefined : `${field.label} must be a number ${rangeInWords(field)}.`
    case 'pair': {
      if (value === null && field.emptyMeans !== undefined) return undefined
      const isPair = Array.isArray(value) && value.length === 2 && value.every((length) => isInRange(field, length))
      return isPair ? undefined : `${field.label} must be one or two whole numbers ${rangeInWords(field)}.`
    }
    case 'shape': {
      const lengths = Array.isArray(value) ? (value as readonly number[]) : []
      const open = lengths.filter((length) => length === -1).length
      const isShape =
        lengths.length > 0 &&
        open <= 1 &&
        lengths.every((length) => Number.isSafeInteger(length) && (length > 0 || length === -1))
      return isShape
        ? undefined
        : `${field.label} must be whole numbers of 1 or more, such as 28 × 28 × 1; one of them may be -1.`
    }
    case 'choice': {
      const options = field.options.map((option) => option.value)
      return options.includes(String(value)) ? undefined : `${field.label} must be one of ${options.join(', ')}.`
    }
  }
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
  switch (field.kind) {
    case 'integer':
    case 'number':
      return readNumber(value)
    case 'choice':
      return field.options.find((option) => option.value === value)?.value
    case 'pair':
    case 'shape': {
      if (field.kind === 'pair' && value === null) return field.emptyMeans === undefined ? undefined : null
      if (!Array.isArray(value) || (field.kind === 'pair' && value.length !== 2)) return undefined
      const numbers = value.map(readNumber).filter((number) => number !== undefined)
      return numbers.length === value.length ? numbers : undefined
    }
  }
}
