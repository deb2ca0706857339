import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { IconButton } from './Button'
import { classes } from './classes'
import { focusPanel } from './focusPanel'
import styles from './Message.module.css'

const ICONS = { danger: CircleAlert, caution: TriangleAlert, info: Info }

export interface MessageProps {
  readonly ref?: Ref<HTMLDivElement>
  readonly kind: keyof typeof ICONS
  readonly children: ReactNode
  /** One line on where the trouble lies, such as a file and a row. */
  readonly where?: string | undefined
  /** Takes the message away, when that can be done. */
  onDismiss?(): void
}

/** One sentence at the place it speaks of. A danger is announced at once to a screen reader, the others when it is idle. */
export function Message({ ref, kind, children, where, onDismiss }: MessageProps) {
  const Icon = ICONS[kind]
  return (
    <div ref={ref} className={classes(styles.message, styles[kind])} role={kind === 'danger' ? 'alert' : 'status'}>
      <Icon size={14} aria-hidden />
      <div className={styles.text}>
        {children}
        {where && <span className={styles.where}>{where}</span>}
      </div>
      {onDismiss && (
        <div className={styles.dismiss}>
          <IconButton
            size="small"
            label="Dismiss"
            icon={<X size={14} aria-hidden />}
            onClick={({ currentTarget }) => {
              focusPanel(currentTarget)
              onDismiss()
            }}
          />
        </div>
      )}
    </div>
  )
}
