import { Field, type FieldProps } from './Field'
import { Select } from './Select'

export interface SelectFieldProps<Value extends string> extends FieldProps {
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  onChange(value: Value): void
}

export function SelectField<Value extends string>({ value, options, onChange, ...field }: SelectFieldProps<Value>) {
  return (
    <Field {...field}>
      {(control) => (
        <Select {...control} value={value} options={options} disabled={field.disabled} onChange={onChange} />
      )}
    </Field>
  )
}
