import { useEffect, useState, type RefObject } from 'react'

/** The width of an element in pixels, as it changes; 0 before it is known. */
export function useWidth(room: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = room.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [room])
  return width
}
