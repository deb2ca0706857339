import { CircleHelp } from 'lucide-react'
import { useId, type MouseEvent } from 'react'
import styles from './Help.module.css'
import { Tooltip } from './Tooltip'
import { useTooltip } from './useTooltip'

export interface HelpProps {
  readonly term: string
  readonly text: string
}

/** A question mark that explains the term it stands behind, where the pointer or the focus rests. */
export function Help({ term, text }: HelpProps) {
  const id = useId()
  const { isAwake, isOpen, setOpen, handlers } = useTooltip()
  return (
    <button
      type="button"
      className={styles.help}
      aria-label={`About ${term}`}
      aria-describedby={id}
      {...handlers}
      onClick={(event) => {
        keepOpen(event)
        setOpen(true)
      }}
    >
      <CircleHelp size={12} aria-hidden />
      <span id={id} hidden>
        {text}
      </span>
      {(isAwake || isOpen) && <Tooltip text={text} open={isOpen} onOpenChange={setOpen} />}
    </button>
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
  const { isAwake, isOpen, setOpen, handlers } = useTooltip()
  return (
    <span
      className={styles.help}
      aria-hidden
      {...handlers}
      onClick={(event) => {
        keepOpen(event)
        setOpen(true)
      }}
    >
      <CircleHelp size={12} />
      {(isAwake || isOpen || resting) && (
        <Tooltip
          text={text}
          open={isOpen || resting}
          letsThrough={!isOpen}
          onOpenChange={(open) => {
            setOpen(open)
            if (!open) onDismiss()
          }}
        />
      )}
    </span>
  )
}

/** A press, and so a tap, shows the explanation; by itself a tooltip would go away. */
function keepOpen(event: MouseEvent): void {
  event.preventDefault()
}
