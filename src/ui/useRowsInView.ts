/** Which rows of a long table are drawn: those in view, and some beside them. All rows are equally high. */
import { useEffect, useState, type RefObject } from 'react'

/** Drawn above and below the view, so that a little scrolling, or Tab, finds them there. */
const SPARE = 4

/** In pixels, until a row was measured. */
const FIRST_GUESS = 36

export interface RowsInView {
  readonly first: number
  /** The row after the last. */
  readonly end: number
  /** In pixels. */
  readonly rowHeight: number
}

/** @param scroller holds a table, whose body has at least one row with `data-row`. */
export function useRowsInView(scroller: RefObject<HTMLElement | null>, count: number): RowsInView {
  const [view, setView] = useState<RowsInView>({ first: 0, end: 30, rowHeight: FIRST_GUESS })
  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const look = (): void => {
      const row = element.querySelector<HTMLElement>('[data-row]')
      const rowHeight = row?.offsetHeight ?? FIRST_GUESS
      const next = findRowsInView(count, rowHeight, element.scrollTop, element.clientHeight)
      setView((before) => (isSame(before, next) ? before : next))
    }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    look()
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [scroller, count])
  return view.end > count || view.first >= count
    ? { ...view, first: Math.min(view.first, Math.max(0, count - 1)), end: count }
    : view
}

export function findRowsInView(count: number, rowHeight: number, scrollTop: number, viewHeight: number): RowsInView {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - SPARE)
  const end = Math.min(count, Math.ceil((scrollTop + viewHeight) / rowHeight) + SPARE)
  return { first, end, rowHeight }
}

function isSame(one: RowsInView, other: RowsInView): boolean {
  return one.first === other.first && one.end === other.end && one.rowHeight === other.rowHeight
}
