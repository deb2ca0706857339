import { classes } from './classes'
import styles from './fields.module.css'
import type { ControlProps } from './Field'

export interface SelectProps<Value extends string> extends Partial<ControlProps> {
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly disabled?: boolean | undefined
  /** Its name, where no label stands beside it. */
  readonly 'aria-label'?: string
  onChange(value: Value): void
}

/** A choice of one from a list that opens. */
export function Select<Value extends string>({ value, options, onChange, className, ...props }: SelectProps<Value>) {
  return (
    <select
      {...props}
      className={classes(styles.control, className)}
      value={value}
      onChange={({ target }) => {
        const chosen = options.find((option) => option.value === target.value)
        if (chosen) onChange(chosen.value)
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
