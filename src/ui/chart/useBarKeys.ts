import { useRef, useState, type KeyboardEvent, type RefObject } from 'react'

export interface BarKeys {
  readonly group: RefObject<HTMLDivElement | null>
  /** The bar that the Tab key leads to. */
  readonly current: number
  onKeyDown(event: KeyboardEvent): void
  onFocus(bar: number): void
}

/** Bars are one stop of the Tab key: arrow keys, Page Up and Down, Home and End go from bar to bar. @param count of the group's buttons. */
export function useBarKeys(count: number): BarKeys {
  const group = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const current = Math.max(0, Math.min(count - 1, at))
  return {
    group,
    current,
    onKeyDown(event) {
      const next = {
        ArrowLeft: current - 1,
        ArrowUp: current - 1,
        ArrowRight: current + 1,
        ArrowDown: current + 1,
        PageUp: current - 10,
        PageDown: current + 10,
        Home: 0,
        End: count - 1,
      }[event.key]
      if (next === undefined) return
      event.preventDefault()
      const bars = group.current?.querySelectorAll('button')
      bars?.[Math.max(0, Math.min(count - 1, next))]?.focus()
    },
    onFocus: setAt,
  }
}
