import { classes } from './classes'
import styles from './fields.module.css'

export interface SearchBoxProps {
  /** Its name. */
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly className?: string | undefined
  onChange(value: string): void
}

/** A box to type what is looked for. It is found as it is typed: Enter does nothing, and saves no form around it. */
export function SearchBox({ label, placeholder, value, className, onChange }: SearchBoxProps) {
  return (
    <input
      type="search"
      className={classes(styles.control, className)}
      aria-label={label}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
    />
  )
}
