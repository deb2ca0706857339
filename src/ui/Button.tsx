import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'
import { Tooltip } from './Tooltip'
import styles from './Button.module.css'
import { useTooltip } from './useTooltip'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'outline' | 'primary' | 'plain'
  readonly size?: 'medium' | 'small'
  /** Nothing happens when it is pressed, but unlike a disabled button it keeps the focus, so that its description can be read. */
  readonly unavailable?: boolean
}

export function Button({
  look = 'outline',
  size = 'medium',
  unavailable = false,
  className,
  onClick,
  ...props
}: ButtonProps) {
  return (
    <button
      type="button"
      className={classes(styles.button, styles[look], styles[size], className)}
      {...(unavailable ? { 'aria-disabled': true } : { onClick })}
      {...props}
    />
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** The button's name, also shown as its tooltip. */
  readonly label: string
  readonly icon: ReactNode
}

export function IconButton({ label, icon, look = 'plain', className, ...props }: IconButtonProps) {
  const { isAwake, isOpen, setOpen, handlers } = useTooltip()
  return (
    <Button
      look={look}
      aria-label={label}
      className={classes(styles.icon, className)}
      {...props}
      onPointerMove={(event) => {
        props.onPointerMove?.(event)
        handlers.onPointerMove(event)
      }}
      onPointerLeave={(event) => {
        props.onPointerLeave?.(event)
        handlers.onPointerLeave()
      }}
      onPointerDown={(event) => {
        props.onPointerDown?.(event)
        handlers.onPointerDown()
      }}
      onFocus={(event) => {
        props.onFocus?.(event)
        handlers.onFocus(event)
      }}
      onBlur={(event) => {
        props.onBlur?.(event)
        handlers.onBlur()
      }}
    >
      {icon}
      {isAwake && <Tooltip text={label} open={isOpen} onOpenChange={setOpen} />}
    </Button>
  )
}
