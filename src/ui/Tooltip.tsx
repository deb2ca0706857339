import { Tooltip as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import styles from './Tooltip.module.css'

export const TooltipProvider = Primitive.Provider

/** Explains its child while the pointer or the focus rests on it. The child must take a ref and be focusable. */
export function Tooltip({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content className={styles.tooltip} sideOffset={6} collisionPadding={8}>
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
