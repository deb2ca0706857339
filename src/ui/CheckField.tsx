import { useId } from 'react'
import styles from './CheckField.module.css'
import type { FieldProps } from './Field'
import { FieldHelp } from './Help'
import { useKeyboardRest } from './useKeyboardRest'

export interface CheckFieldProps extends Pick<FieldProps, 'label' | 'help' | 'disabled'> {
  readonly value: boolean
  onChange(value: boolean): void
}

/** Yes or no: a box to check, before its label. */
export function CheckField({ label, help, disabled, value, onChange }: CheckFieldProps) {
  const id = useId()
  const helpId = `${id}-help`
  const { resting, dismiss, handlers } = useKeyboardRest()
  return (
    <div className={styles.field} {...handlers}>
      <input
        id={id}
        type="checkbox"
        className={styles.box}
        checked={value}
        disabled={disabled}
        aria-describedby={help && helpId}
        onChange={({ target }) => onChange(target.checked)}
      />
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {help && <FieldHelp text={help} resting={resting} onDismiss={dismiss} />}
      {help && (
        <p id={helpId} hidden>
          {help}
        </p>
      )}
    </div>
  )
}
