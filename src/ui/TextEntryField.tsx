import { useState, type Ref } from 'react'
import { Field, type FieldProps } from './Field'

export interface TextEntryFieldProps<Value> extends FieldProps {
  readonly value: Value
  /** How a value is written in the box. */
  readonly format: (value: Value) => string
  /** Reads the typed text. It never fails: unreadable text becomes a value that the model room finds a problem with. */
  readonly parse: (text: string) => Value
  /** Shown in an empty box. */
  readonly placeholder?: string | undefined
  readonly inputMode?: 'numeric' | 'decimal' | 'text'
  /** The value after an arrow key up (+1) or down (-1). */
  readonly step?: ((value: Value, direction: 1 | -1) => Value) | undefined
  readonly inputRef?: Ref<HTMLInputElement> | undefined
  onChange(value: Value): void
}

/**
 * A box in which a value is typed. The text stays as typed while the focus is in it, and each keystroke's value goes out at once. On
 * leaving, the text is written anew from the value, if it can be read at all.
 */
export function TextEntryField<Value>({
  value,
  format,
  parse,
  inputMode = 'decimal',
  placeholder,
  step,
  inputRef,
  onChange,
  ...field
}: TextEntryFieldProps<Value>) {
  const [draft, setDraft] = useState<string>()
  const written = format(value)
  // Undo and the like change the value from outside: then the draft is out of date.
  const shown = draft !== undefined && format(parse(draft)) === written ? draft : written

  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          ref={inputRef}
          type="text"
          inputMode={inputMode}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          value={shown}
          disabled={field.disabled}
          onChange={(event) => {
            setDraft(event.target.value)
            onChange(parse(event.target.value))
          }}
          onBlur={() => {
            if (field.error === undefined && field.errorId === undefined) setDraft(undefined)
          }}
          onKeyDown={(event) => {
            const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : undefined
            if (!step || direction === undefined) return
            event.preventDefault()
            setDraft(undefined)
            onChange(step(value, direction))
          }}
        />
      )}
    </Field>
  )
}
