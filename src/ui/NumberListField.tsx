import type { FieldProps } from './Field'
import { parseNumber } from './parseNumber'
import { TextEntryField } from './TextEntryField'

export interface NumberListFieldProps extends FieldProps {
  readonly value: readonly number[]
  /** Writes and reads one number for all, as `3` for `3 × 3`, when every number of a list of this length is the same. */
  readonly square?: number
  readonly placeholder?: string | undefined
  onChange(value: readonly number[]): void
}

const SEPARATOR = ' × '

/** Whole numbers with a cross between them, such as `28 × 28 × 1`; an x, a comma or a space does as well. */
export function NumberListField({ square, ...field }: NumberListFieldProps) {
  return (
    <TextEntryField<readonly number[]>
      {...field}
      inputMode="text"
      format={(value) => {
        const numbers = square !== undefined && new Set(value).size === 1 ? value.slice(0, 1) : value
        return numbers.map((number) => (Number.isNaN(number) ? '' : String(number))).join(SEPARATOR)
      }}
      parse={(text) => {
        if (text.trim() === '') return []
        const numbers = text
          .trim()
          .split(/\s*[x×*,;]\s*|\s+/i)
          .map(parseNumber)
        const [only] = numbers
        return square !== undefined && numbers.length === 1 && only !== undefined
          ? Array<number>(square).fill(only)
          : numbers
      }}
      step={
        square === undefined
          ? undefined
          : (value, direction) =>
              value.map((number) => (Number.isFinite(number) ? Math.max(1, number + direction) : number))
      }
    />
  )
}
