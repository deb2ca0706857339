import { CircleHelp } from 'lucide-react'
import { useState, type MouseEvent } from 'react'
import styles from './Help.module.css'
import { Tooltip } from './Tooltip'

export interface HelpProps {
  readonly term: string
  readonly text: string
}

/** A question mark that explains the term it stands behind, where the pointer or the focus rests. */
export function Help({ term, text }: HelpProps) {
  const [open, setOpen] = useState(false)
  return (
    <Tooltip text={text} open={open} onOpenChange={setOpen}>
      <button
        type="button"
        className={styles.help}
        aria-label={`About ${term}`}
        onClick={(event) => {
          keepOpen(event)
          setOpen(true)
        }}
      >
        <CircleHelp size={12} aria-hidden />
      </button>
    </Tooltip>
  )
}

export interface FieldHelpProps {
  readonly text: string
  /** The keyboard rests in the field. */
  readonly resting: boolean
  /** The person dismissed the text that the rest brought up. */
  onDismiss(): void
}

/**
 * The same behind a field's label. It is there for the pointer alone: to the keyboard and to a screen reader the field itself is explained,
 * so that a form has no more stops than fields.
 */
export function FieldHelp({ text, resting, onDismiss }: FieldHelpProps) {
  const [pointed, setPointed] = useState(false)
  return (
    <Tooltip
      text={text}
      open={pointed || resting}
      letsThrough={!pointed}
      onOpenChange={(open) => {
        setPointed(open)
        if (!open) onDismiss()
      }}
    >
      <span
        className={styles.help}
        aria-hidden
        onClick={(event) => {
          keepOpen(event)
          setPointed(true)
        }}
      >
        <CircleHelp size={12} />
      </span>
    </Tooltip>
  )
}

/** A press, and so a tap, shows the explanation; by itself a tooltip would go away. */
function keepOpen(event: MouseEvent): void {
  event.preventDefault()
}
