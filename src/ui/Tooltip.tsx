import { Tooltip as Primitive } from 'radix-ui'
import { classes } from './classes'
import styles from './Tooltip.module.css'

export const TooltipProvider = Primitive.Provider

export interface TooltipProps {
  readonly text: string
  readonly open: boolean
  onOpenChange(open: boolean): void
  /** Lets presses through to the element under it. */
  readonly letsThrough?: boolean
}

/**
 * Explains the element that it is in, while the pointer or the focus rests on that: a layer over the element, which must be positioned.
 * It is there only once it may be of use (`useTooltip`), because a page has hundreds of elements that explain themselves.
 */
export function Tooltip({ text, open, onOpenChange, letsThrough = false }: TooltipProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild>
        <span className={styles.spot} aria-hidden />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          className={classes(styles.tooltip, letsThrough && styles.letsThrough)}
          sideOffset={6}
          collisionPadding={8}
          // The element is named or described by itself; once more outside of all rooms, it would be read twice.
          aria-hidden
        >
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
