import type { Ref } from 'react'
import type { FieldProps } from './Field'
import { parseNumber } from './parseNumber'
import { TextEntryField } from './TextEntryField'

interface NumberRange {
  readonly integer?: boolean | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** The step of an arrow key. By default 1, or a tenth for fractions below 1. */
  readonly step?: number | undefined
}

export interface NumberFieldProps extends FieldProps, NumberRange {
  /** May be NaN: what was typed is then no number. */
  readonly value: number
  readonly inputRef?: Ref<HTMLInputElement>
  onChange(value: number): void
}

/** A number as text: every keystroke is a value, arrows step, and `1e-3` is as good as `0.001`. */
export function NumberField({ integer, min, max, step, ...field }: NumberFieldProps) {
  return (
    <TextEntryField
      {...field}
      inputMode={integer ? 'numeric' : 'decimal'}
      format={formatNumber}
      parse={parseNumber}
      step={(value, direction) => stepNumber(value, direction, { integer, min, max, step })}
    />
  )
}

export interface OptionalNumberFieldProps extends FieldProps, NumberRange {
  /** `null` where the box is empty. */
  readonly value: number | null
  /** What an empty box means. */
  readonly placeholder: string
  onChange(value: number | null): void
}

/** A number as text that may be left out. */
export function OptionalNumberField({ integer, min, max, step, ...field }: OptionalNumberFieldProps) {
  return (
    <TextEntryField<number | null>
      {...field}
      inputMode={integer ? 'numeric' : 'decimal'}
      format={(value) => (value === null ? '' : formatNumber(value))}
      parse={(text) => (text.trim() === '' ? null : parseNumber(text))}
      step={(value, direction) => (value === null ? null : stepNumber(value, direction, { integer, min, max, step }))}
    />
  )
}

function stepNumber(
  value: number,
  direction: 1 | -1,
  { integer = false, min = -Infinity, max = Infinity, step = integer ? 1 : 0.1 }: NumberRange,
): number {
  if (!Number.isFinite(value)) return value
  const stepped = value + direction * step
  return Math.min(max, Math.max(min, Number(stepped.toPrecision(12))))
}

function formatNumber(value: number): string {
  return Number.isNaN(value) ? '' : String(value)
}
