import { DropdownMenu } from 'radix-ui'
import { useId, useRef, type ReactElement } from 'react'
import styles from './Menu.module.css'

export interface MenuItem {
  readonly name: string
  readonly description?: string
  onSelect(): void
}

export interface MenuProps {
  readonly trigger: ReactElement
  readonly items: readonly MenuItem[]
  /** A choice moves the focus to what it made, so the button must not take it back. */
  readonly movesFocus?: boolean
}

/** A button that opens a list of choices, each with a line that explains it. */
export function Menu({ trigger, items, movesFocus = false }: MenuProps) {
  const chosen = useRef(false)
  return (
    <DropdownMenu.Root modal={false} onOpenChange={(open) => open && (chosen.current = false)}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            if (movesFocus && chosen.current) event.preventDefault()
          }}
        >
          {items.map(({ onSelect, ...item }) => (
            <Item
              key={item.name}
              {...item}
              onSelect={() => {
                chosen.current = true
                onSelect()
              }}
            />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ name, description, onSelect }: MenuItem) {
  const id = useId()
  return (
    <DropdownMenu.Item
      className={styles.item}
      textValue={name}
      aria-label={name}
      aria-describedby={description === undefined ? undefined : id}
      onSelect={onSelect}
    >
      <span className={styles.name}>{name}</span>
      {description !== undefined && (
        <span id={id} className={styles.description}>
          {description}
        </span>
      )}
    </DropdownMenu.Item>
  )
}
