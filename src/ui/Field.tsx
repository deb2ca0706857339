import { CircleHelp } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import styles from './fields.module.css'
import { Tooltip } from './Tooltip'

/** What every field has. The label is the field's accessible name. */
export interface FieldProps {
  readonly label: string
  /** Explains the term, where the pointer or the focus rests. */
  readonly help?: string | undefined
  /** What is wrong with the value: one sentence. */
  readonly error?: string | undefined
  readonly disabled?: boolean | undefined
}

export interface ControlProps {
  readonly id: string
  readonly className: string | undefined
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string | undefined
}

/** Lays out a label, an explanation, a control and its error, and ties them together for a screen reader. */
export function Field({
  label,
  help,
  error,
  children,
}: FieldProps & { readonly children: (control: ControlProps) => ReactNode }) {
  const id = useId()
  const errorId = `${id}-error`
  return (
    <div className={styles.field}>
      <div className={styles.labelRow}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {help && (
          <Tooltip text={help}>
            <button type="button" className={styles.help} aria-label={`About ${label.toLowerCase()}`}>
              <CircleHelp size={12} aria-hidden />
            </button>
          </Tooltip>
        )}
      </div>
      {children({
        id,
        className: styles.control,
        'aria-invalid': error !== undefined,
        'aria-describedby': error === undefined ? undefined : errorId,
      })}
      {error !== undefined && (
        <p id={errorId} className={styles.error}>
          {error}
        </p>
      )}
    </div>
  )
}
