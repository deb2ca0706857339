import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { useRef, type ReactNode, type RefObject } from 'react'
import { IconButton } from './Button'
import { classes } from './classes'
import styles from './Dialog.module.css'

export interface DialogProps {
  readonly title: string
  /** Stands between the title and the button that closes. */
  readonly aside?: ReactNode
  /** `window` takes the whole page, `card` the room that its content needs. On a phone both are as wide as the screen. */
  readonly size: 'window' | 'card'
  readonly children: ReactNode
  /** The element that has the focus at first. By default the first that can have it. */
  readonly initialFocus?: RefObject<HTMLElement | null>
  /** Called before Escape closes it; true keeps it open. */
  onEscape?(): boolean
  onClose(): void
}

/**
 * A window over the page that holds the focus until it is closed, and then gives it back. It is open as long as it is rendered.
 * Radix's own overlay writes a style tag, which the page's policy forbids: a plain element stands in for it.
 */
export function Dialog({ title, aside, size, children, initialFocus, onEscape, onClose }: DialogProps) {
  const opener = useRef<Element | null>(null)
  return (
    <Primitive.Root open onOpenChange={(open) => open || onClose()}>
      <Primitive.Portal>
        <div className={styles.overlay} />
        <Primitive.Content
          className={classes(styles.dialog, styles[size])}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement
            if (!initialFocus?.current) return
            event.preventDefault()
            initialFocus.current.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true })
          }}
          onEscapeKeyDown={(event) => {
            if (onEscape?.()) event.preventDefault()
          }}
        >
          <header className={styles.header}>
            <Primitive.Title className={styles.title}>{title}</Primitive.Title>
            {aside}
            <IconButton label="Close" icon={<X size={16} aria-hidden />} onClick={onClose} />
          </header>
          <div className={styles.body}>{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
