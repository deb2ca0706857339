import { Tooltip as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes'
import styles from './Tooltip.module.css'

export const TooltipProvider = Primitive.Provider

export interface TooltipProps {
  readonly text: string
  readonly children: ReactNode
  /** Whether it is shown, when its owner decides that. */
  readonly open?: boolean
  onOpenChange?(open: boolean): void
  /** Lets presses through to the element under it. */
  readonly letsThrough?: boolean
}

/** Explains its child while the pointer or the focus rests on it. The child must take a ref. */
export function Tooltip({ text, children, letsThrough = false, ...control }: TooltipProps) {
  return (
    <Primitive.Root {...control}>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          className={classes(styles.tooltip, letsThrough && styles.letsThrough)}
          sideOffset={6}
          collisionPadding={8}
          // The child is described by it; once more outside of all rooms, it would be read twice.
          aria-hidden
        >
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
