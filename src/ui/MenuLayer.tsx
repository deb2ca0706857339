import { DropdownMenu } from 'radix-ui'
import { useLayoutEffect, useRef, type Ref } from 'react'
import { MenuContent } from './MenuContent'
import type { MenuItem } from './MenuList'

export interface MenuChoices {
  /** A function is asked when the menu opens. */
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[])
  /** A choice moves the focus to what it made, so the button must not take it back. */
  readonly movesFocus?: boolean
  /** Why none of the entries can be chosen now: one sentence. */
  readonly obstacle?: string | undefined
  /** What a field above the list is called, in which a few letters find an entry. Without it there is none. */
  readonly search?: string
}

export interface MenuLayerProps extends MenuChoices {
  readonly id: string
  readonly buttonId: string
  readonly isOpen: boolean
  onOpenChange(open: boolean): void
}

/** What a `Menu` opens beside its button. */
export function MenuLayer({ id, buttonId, isOpen, onOpenChange, movesFocus = false, ...menu }: MenuLayerProps) {
  const chosen = useRef<MenuItem>(undefined)
  return (
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>
        <StandIn id={buttonId} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <MenuContent
          id={id}
          buttonId={buttonId}
          items={menu.items}
          obstacle={menu.obstacle}
          search={menu.search}
          onChoose={(item) => {
            chosen.current = item
            if (!item.opensWindow) item.onSelect()
          }}
          onCloseAutoFocus={(event) => {
            const item = chosen.current
            chosen.current = undefined
            if (item?.opensWindow) queueMicrotask(() => item.onSelect())
            else if (movesFocus && item) event.preventDefault()
          }}
        />
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface StandInProps {
  readonly id: string
  readonly ref?: Ref<HTMLElement>
}

/** Draws nothing: it says which button the list stands beside, and gives the focus back to. That was drawn before. */
function StandIn({ id, ref }: StandInProps) {
  useLayoutEffect(() => {
    const button = document.getElementById(id)
    if (typeof ref === 'function') ref(button)
    else if (ref) ref.current = button
  }, [id, ref])
  return null
}
