import { DropdownMenu } from 'radix-ui'
import { useRef, type ReactElement } from 'react'
import { MenuContent } from './MenuContent'
import type { MenuItem } from './MenuList'

export interface MenuProps {
  readonly trigger: ReactElement
  /** A function is asked when the menu opens. */
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[])
  /** A choice moves the focus to what it made, so the button must not take it back. */
  readonly movesFocus?: boolean
  /** Why none of the entries can be chosen now: one sentence. */
  readonly obstacle?: string | undefined
  /** What a field above the list is called, in which a few letters find an entry. Without it there is none. */
  readonly search?: string
}

/** A button that opens a list of choices, each with a line that explains it. */
export function Menu({ trigger, items, movesFocus = false, obstacle, search }: MenuProps) {
  const chosen = useRef<MenuItem>(undefined)
  return (
    <DropdownMenu.Root modal={false} onOpenChange={(open) => open && (chosen.current = undefined)}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <MenuContent
          items={items}
          obstacle={obstacle}
          search={search}
          onChoose={(item) => {
            chosen.current = item
            if (!item.opensWindow) item.onSelect()
          }}
          onCloseAutoFocus={(event) => {
            const item = chosen.current
            if (item?.opensWindow) queueMicrotask(() => item.onSelect())
            else if (movesFocus && item) event.preventDefault()
          }}
        />
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
