import { Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './Button'
import styles from './FixButton.module.css'
import { focusPanel } from './focusPanel'

export interface FixButtonProps {
  readonly children: ReactNode
  onFix(): void
}

/** Mends what the message around it speaks of. The message may go with it, so the focus stays in the panel. */
export function FixButton({ children, onFix }: FixButtonProps) {
  return (
    <Button
      size="small"
      className={styles.fix}
      onClick={({ currentTarget }) => {
        focusPanel(currentTarget)
        onFix()
      }}
    >
      <Wrench size={12} aria-hidden />
      {children}
    </Button>
  )
}
