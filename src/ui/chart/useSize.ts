import { useLayoutEffect, useState, type RefObject } from 'react'
import type { Size } from './box'

/** The size of an element in pixels, as it changes; 0 before it is known, and while it is hidden. */
export function useSize(room: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = room.current
    if (!element) return undefined
    const look = (): void => {
      const { clientWidth: width, clientHeight: height } = element
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }))
    }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    look()
    return () => observer.disconnect()
  }, [room])
  return size
}
