import { CheckField } from './CheckField'
import type { FieldProps } from './Field'
import { NumberField, OptionalNumberField } from './NumberField'
import { NumberListField } from './NumberListField'
import { SelectField } from './SelectField'

/** A form's description of one of its fields. */
export type FormFieldSpec = { readonly name: string; readonly label: string; readonly help: string } & (
  | {
      readonly kind: 'integer' | 'number'
      readonly min: number
      readonly max: number
      readonly step: number
      readonly emptyMeans?: string
    }
  | { readonly kind: 'pair'; readonly emptyMeans?: string }
  | { readonly kind: 'shape' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly options: readonly { readonly value: string; readonly label: string }[] }
)

export type FormValue = number | string | boolean | readonly number[] | null

export interface FormFieldProps extends Pick<FieldProps, 'error' | 'errorId' | 'disabled'> {
  readonly spec: FormFieldSpec
  readonly value: FormValue
  onChange(value: FormValue): void
}

/** The control that fits a field's kind. */
export function FormField({ spec, value, error, errorId, disabled, onChange }: FormFieldProps) {
  const { label, help } = spec
  const field = { label, help, error, errorId, disabled }
  switch (spec.kind) {
    case 'integer':
    case 'number': {
      const { min, max, step, emptyMeans } = spec
      const range = { integer: spec.kind === 'integer', min, max, step }
      const number = typeof value === 'number' ? value : NaN
      return emptyMeans === undefined ? (
        <NumberField {...field} {...range} value={number} onChange={onChange} />
      ) : (
        <OptionalNumberField
          {...field}
          {...range}
          value={value === null ? null : number}
          placeholder={emptyMeans}
          onChange={onChange}
        />
      )
    }
    case 'pair':
      return (
        <NumberListField
          {...field}
          value={Array.isArray(value) ? value : []}
          square={2}
          placeholder={spec.emptyMeans}
          onChange={(numbers) => onChange(numbers.length === 0 && spec.emptyMeans !== undefined ? null : numbers)}
        />
      )
    case 'shape':
      return <NumberListField {...field} value={Array.isArray(value) ? value : []} onChange={onChange} />
    case 'boolean':
      return <CheckField label={label} help={help} disabled={disabled} value={value === true} onChange={onChange} />
    case 'choice':
      return <SelectField {...field} value={String(value)} options={spec.options} onChange={onChange} />
  }
}
