import { DropdownMenu } from 'radix-ui'
import { useId, type ReactElement } from 'react'
import styles from './Menu.module.css'

export interface MenuItem {
  readonly name: string
  readonly description?: string
  onSelect(): void
}

/** A button that opens a list of choices, each with a line that explains it. */
export function Menu({ trigger, items }: { readonly trigger: ReactElement; readonly items: readonly MenuItem[] }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="start" sideOffset={4} collisionPadding={8}>
          {items.map((item) => (
            <Item key={item.name} {...item} />
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
