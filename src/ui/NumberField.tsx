import type { FieldProps } from './Field'
import { parseNumber } from './parseNumber'
import { TextEntryField } from './TextEntryField'

export interface NumberFieldProps extends FieldProps {
  /** May be NaN: what was typed is then no number. */
  readonly value: number
  readonly integer?: boolean
  readonly min?: number
  readonly max?: number
  /** The step of an arrow key. By default 1, or a tenth for fractions below 1. */
  readonly step?: number
  onChange(value: number): void
}

/** A number as text: every keystroke is a value, arrows step, and `1e-3` is as good as `0.001`. */
export function NumberField({ integer = false, min = -Infinity, max = Infinity, step, ...field }: NumberFieldProps) {
  return (
    <TextEntryField
      {...field}
      inputMode={integer ? 'numeric' : 'decimal'}
      format={formatNumber}
      parse={parseNumber}
      step={(value, direction) => {
        if (!Number.isFinite(value)) return value
        const stepped = value + direction * (step ?? (integer ? 1 : 0.1))
        return Math.min(max, Math.max(min, Number(stepped.toPrecision(12))))
      }}
    />
  )
}

function formatNumber(value: number): string {
  return Number.isNaN(value) ? '' : String(value)
}
