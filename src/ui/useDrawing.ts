import { useLayoutEffect, type RefObject } from 'react'

/**
 * Draws on a canvas whenever `draw` is another function, and again when the browser lost what stood there: as the graphics process dies,
 * every canvas is emptied, and none comes back by itself.
 */
export function useDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  draw: (context: CanvasRenderingContext2D) => void,
): void {
  useLayoutEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    const redraw = (): void => draw(context)
    redraw()
    element.addEventListener('contextrestored', redraw)
    return () => element.removeEventListener('contextrestored', redraw)
  }, [canvas, draw])
}
