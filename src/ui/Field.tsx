import { useId, type ReactNode } from 'react'
import styles from './fields.module.css'
import { FieldHelp } from './Help'
import { useKeyboardRest } from './useKeyboardRest'

/** The properties of every field. The label is the field's accessible name. */
export interface FieldProps {
  readonly label: string
  /** Explains the term, where the pointer or the focus rests. */
  readonly help?: string | undefined
  /** One sentence, when the value is wrong. */
  readonly error?: string | undefined
  /** The id of the element that says what is wrong, when that stands elsewhere. */
  readonly errorId?: string | undefined
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
  errorId,
  children,
}: FieldProps & { readonly children: (control: ControlProps) => ReactNode }) {
  const id = useId()
  const ownErrorId = `${id}-error`
  const helpId = `${id}-help`
  const { resting, dismiss, handlers } = useKeyboardRest()
  const descriptions = [error === undefined ? errorId : ownErrorId, help && helpId].filter(Boolean)
  return (
    <div className={styles.field} {...handlers}>
      <div className={styles.labelRow}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {help && <FieldHelp text={help} resting={resting} onDismiss={dismiss} />}
      </div>
      {children({
        id,
        className: styles.control,
        'aria-invalid': error !== undefined || errorId !== undefined,
        'aria-describedby': descriptions.join(' ') || undefined,
      })}
      {help && (
        <p id={helpId} hidden>
          {help}
        </p>
      )}
      {error !== undefined && (
        <p id={ownErrorId} className={styles.error}>
          {error}
        </p>
      )}
    </div>
  )
}
