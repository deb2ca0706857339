import { Tooltip as Primitive } from 'radix-ui'
import { classes } from './classes'
import styles from './TooltipLayer.module.css'
import { REST_MILLISECONDS } from './useTooltip'

export interface TooltipProps {
  readonly text: string
  readonly open: boolean
  onOpenChange(open: boolean): void
  /** Lets presses through to the element under it. */
  readonly letsThrough?: boolean
}

/** The layer of a `Tooltip`. */
export function TooltipLayer({ text, open, onOpenChange, letsThrough = false }: TooltipProps) {
  return (
    <Primitive.Provider delayDuration={REST_MILLISECONDS}>
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
    </Primitive.Provider>
  )
}
