import type { ReactNode } from 'react'
import buttonStyles from './Button.module.css'
import { classes } from './classes'
import styles from './FilePicker.module.css'

export interface FilePickerProps {
  /** The input's accessible name. */
  readonly label: string
  /** The visible part: the label, as a rule, behind an icon. */
  readonly children: ReactNode
  /** Takes a whole folder, with the folders in it. A file's path within it is its `webkitRelativePath`. */
  readonly folder?: boolean
  readonly size?: 'medium' | 'small'
  /** Nothing happens when it is pressed, but it keeps the focus, so that its description can be read. */
  readonly unavailable?: boolean
  readonly 'aria-describedby'?: string
  readonly className?: string | undefined
  onChoose(files: readonly File[]): void
}

/** A file input that looks like a button and takes several files at once. */
export function FilePicker({
  label,
  children,
  folder = false,
  size = 'medium',
  unavailable = false,
  'aria-describedby': describedBy,
  className,
  onChoose,
}: FilePickerProps) {
  return (
    <label className={classes(buttonStyles.button, buttonStyles[size], styles.picker, className)}>
      <input
        type="file"
        multiple
        ref={(input) => {
          if (input) input.webkitdirectory = folder
        }}
        aria-label={label}
        className={styles.input}
        aria-describedby={describedBy}
        {...(unavailable && { 'aria-disabled': true, onClick: (event) => event.preventDefault() })}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])]
          // Emptied, so that choosing the same files again is a change, too.
          target.value = ''
          onChoose(files)
        }}
      />
      {children}
    </label>
  )
}
