import styles from './InlineSelect.module.css'
import { Select } from './Select'

export interface InlineSelectProps<Value extends string> {
  /** Stands before it. */
  readonly label: string
  /** Its name, where the label is short. */
  readonly name?: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  onChange(value: Value): void
}

/** A choice in the midst of a row. */
export function InlineSelect<Value extends string>({ label, name = label, ...select }: InlineSelectProps<Value>) {
  return (
    <label className={styles.choice}>
      {label}
      <Select aria-label={name} {...select} />
    </label>
  )
}
