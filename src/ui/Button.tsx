import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'
import { Tooltip } from './Tooltip'
import styles from './Button.module.css'

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
  return (
    <Tooltip text={label}>
      <Button look={look} aria-label={label} className={classes(styles.icon, className)} {...props}>
        {icon}
      </Button>
    </Tooltip>
  )
}
