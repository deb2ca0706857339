import { useEffect, useRef, useState, type FocusEvent, type PointerEvent } from 'react'

/** A pointer that rests so long on an element is told of it. */
export const REST_MILLISECONDS = 350

/** Who reads tooltips one after the other gets the next at once. */
const READING_MILLISECONDS = 300

/** When the last tooltip went, by `performance.now`. */
let closed = -Infinity

export interface TooltipState {
  /** The pointer or the focus is on the element, so that its tooltip may be of use. */
  readonly isAwake: boolean
  readonly isOpen: boolean
  setOpen(open: boolean): void
  /** For the element that the tooltip is in. */
  readonly handlers: {
    onPointerMove(event: PointerEvent): void
    onPointerLeave(): void
    onPointerDown(): void
    onFocus(event: FocusEvent): void
    onBlur(): void
  }
}

/** When a tooltip is there, and when it shows: a pointer must rest on its element, and the focus must come by keyboard. */
export function useTooltip(): TooltipState {
  const [isAwake, setAwake] = useState(false)
  const [isOpen, setShown] = useState(false)
  const isOver = useRef(false)
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(resting.current), [])
  const setOpen = (open: boolean): void => {
    clearTimeout(resting.current)
    if (isOpen && !open) closed = performance.now()
    setShown(open)
    // Under the pointer it stays: a press that ends on another element than it began on would be none.
    if (!open && !isOver.current) setAwake(false)
  }
  return {
    isAwake,
    isOpen,
    setOpen,
    handlers: {
      // Not as it enters: an element that comes to where the pointer stands is entered, too.
      onPointerMove({ pointerType }) {
        if (pointerType === 'touch' || isOver.current) return
        isOver.current = true
        setAwake(true)
        // A pointer that comes at once and stays makes no further move, which the tooltip itself waits for.
        const isReading = performance.now() - closed < READING_MILLISECONDS
        resting.current = setTimeout(() => setShown(true), isReading ? 0 : REST_MILLISECONDS)
      },
      // While it shows, the pointer may go over to it.
      onPointerLeave() {
        isOver.current = false
        clearTimeout(resting.current)
        if (!isOpen) setAwake(false)
      },
      // Who presses knows.
      onPointerDown: () => clearTimeout(resting.current),
      onFocus({ currentTarget, target }) {
        if (target !== currentTarget || !currentTarget.matches(':focus-visible')) return
        setAwake(true)
        setShown(true)
      },
      // Once the focus is elsewhere: when something goes from a dialog while nothing has the focus, the dialog takes it for itself.
      onBlur: () => void setTimeout(() => setOpen(false)),
    },
  }
}
