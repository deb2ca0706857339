import { cloneElement, Suspense, useId, useState, type ComponentProps, type ReactElement } from 'react'
import type { MenuChoices } from './MenuLayer'
import { onDemand } from './onDemand'

const MenuLayer = onDemand(async () => (await import('./MenuLayer')).MenuLayer)

export interface MenuProps extends MenuChoices {
  readonly trigger: ReactElement<ComponentProps<'button'>>
}

/**
 * A button that opens a list of choices, each with a line that explains it. It opens when the pointer goes down, so that a choice takes a
 * single press. The button is the same element all along, and the list comes after the first paint.
 */
export function Menu({ trigger, ...menu }: MenuProps) {
  const id = useId()
  const contentId = useId()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      {cloneElement(trigger, {
        id,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        'aria-controls': isOpen ? contentId : undefined,
        ...{ 'data-state': isOpen ? 'open' : 'closed' },
        onPointerDown: (event) => {
          if (event.button !== 0 || event.ctrlKey) return
          // The list takes the focus, and gives it back.
          if (!isOpen) event.preventDefault()
          setOpen(!isOpen)
        },
        onKeyDown: (event) => {
          const { key } = event
          if (key !== 'Enter' && key !== ' ' && key !== 'ArrowDown') return
          event.preventDefault()
          setOpen(key === 'ArrowDown' || !isOpen)
        },
      })}
      <Suspense>
        <MenuLayer {...menu} id={contentId} buttonId={id} isOpen={isOpen} onOpenChange={setOpen} />
      </Suspense>
    </>
  )
}
