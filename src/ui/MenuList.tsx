import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useId, type ReactNode } from 'react'
import styles from './MenuList.module.css'

export interface MenuItem {
  /** Its accessible name. */
  readonly name: string
  readonly description?: string
  /** Other words by which it is found. */
  readonly keywords?: readonly string[]
  /** Neighbours of the same group stand under a heading. */
  readonly group?: string
  /** Given for one of several that exclude each other: whether it is the one that holds. */
  readonly isChosen?: boolean
  /** Given for one of several that can hold at once: whether it does. The menu stays open when it is pressed. */
  readonly isOn?: boolean
  /** Stands apart from the entries above it, so that it is not taken by mistake. */
  readonly isApart?: boolean
  /** Why it can't be chosen now: one sentence, in place of the description. */
  readonly obstacle?: string | undefined
  /** It opens a window, and is told so once the button has the focus again, to which the window then gives it back. */
  readonly opensWindow?: boolean
  onSelect(): void
}

export interface MenuListProps {
  readonly items: readonly MenuItem[]
  readonly disabled: boolean
  onChoose(item: MenuItem): void
}

/** The entries of a menu, under the headings of their groups. */
export function MenuList({ items, disabled, onChoose }: MenuListProps) {
  return groupsOf(items).map(({ group, items: own }) =>
    group === undefined ? (
      own.map((item, at) => <Item key={`${at} ${item.name}`} item={item} disabled={disabled} onChoose={onChoose} />)
    ) : (
      <Group key={group} label={group}>
        {own.map((item, at) => (
          <Item key={`${at} ${item.name}`} item={item} disabled={disabled} onChoose={onChoose} />
        ))}
      </Group>
    ),
  )
}

function Group({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <DropdownMenu.Group className={styles.group} aria-labelledby={id}>
      <DropdownMenu.Label id={id} className={styles.label}>
        {label}
      </DropdownMenu.Label>
      {children}
    </DropdownMenu.Group>
  )
}

interface ItemProps extends Omit<MenuListProps, 'items'> {
  readonly item: MenuItem
}

function Item({ item, disabled, onChoose }: ItemProps) {
  const id = useId()
  const { name, obstacle, isChosen, isOn, isApart } = item
  const description = obstacle ?? item.description
  const entry = (
    <DropdownMenu.Item
      className={styles.item}
      textValue={name}
      disabled={disabled}
      aria-label={name}
      aria-describedby={description === undefined ? undefined : id}
      {...(isChosen !== undefined && { role: 'menuitemradio', 'aria-checked': isChosen })}
      // Unlike one that is disabled, it is reached by the arrow keys, so that the reason can be read.
      {...(obstacle !== undefined && { 'aria-disabled': true, 'data-disabled': '' })}
      {...(isOn !== undefined && { role: 'menuitemcheckbox', 'aria-checked': isOn })}
      onSelect={(event) => {
        if (isOn !== undefined || obstacle !== undefined) event.preventDefault()
        if (obstacle === undefined) onChoose(item)
      }}
    >
      <span className={styles.name}>
        {name}
        {(isChosen === true || isOn === true) && <Check size={14} aria-hidden />}
      </span>
      {description !== undefined && (
        <span id={id} className={styles.description}>
          {description}
        </span>
      )}
    </DropdownMenu.Item>
  )
  if (!isApart) return entry
  return (
    <>
      <DropdownMenu.Separator className={styles.separator} />
      {entry}
    </>
  )
}

interface Grouped {
  readonly group: string | undefined
  readonly items: readonly MenuItem[]
}

function groupsOf(items: readonly MenuItem[]): readonly Grouped[] {
  const groups: { group: string | undefined; items: MenuItem[] }[] = []
  for (const item of items) {
    const last = groups.at(-1)
    if (last && last.group === item.group) last.items.push(item)
    else groups.push({ group: item.group, items: [item] })
  }
  return groups
}
