import type { FullImage } from '../../../engine/protocol/data'
import { useCallback, useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { classes } from '../../../ui/classes'
import { placeAt, placeByKey } from '../../../ui/drawnGrid'
import { useDrawing } from '../../../ui/useDrawing'
import styles from './PixelView.module.css'
import { readPixel, toRgba, type PixelPlace } from './readPixel'

/** An image whose pixels are this small on the screen is smoothed as it shrinks. */
const SMALLEST_SQUARE = 1

/** One image, large, pixel by pixel: the pointer reads its values, and so do the arrow keys. */
export function PixelView({ image }: { readonly image: FullImage }) {
  const id = useId()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [place, setPlace] = useState<PixelPlace>({ row: 0, column: 0 })
  const [active, setActive] = useState(false)
  const [isEnlarged, setEnlarged] = useState(true)
  const { width, height } = image
  const held = { row: Math.min(place.row, height - 1), column: Math.min(place.column, width - 1) }
  const reading = readPixel(image, held)

  const draw = useCallback(
    (context: CanvasRenderingContext2D) =>
      context.putImageData(new ImageData(toRgba(image), image.width, image.height), 0, 0),
    [image],
  )
  useDrawing(canvas, draw)

  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const observer = new ResizeObserver(() => setEnlarged(element.clientWidth >= width * SMALLEST_SQUARE))
    observer.observe(element)
    return () => observer.disconnect()
  }, [width])

  const size = { rows: height, columns: width }

  const point = (event: PointerEvent): void => {
    setPlace(placeAt(event, event.currentTarget.getBoundingClientRect(), size))
    setActive(true)
  }
  const press = (event: KeyboardEvent): void => {
    const next = placeByKey(event.key, held, size)
    if (!next) return
    event.preventDefault()
    setPlace(next)
    setActive(true)
  }

  return (
    <div className={styles.view}>
      <div className={styles.stage}>
        <div
          className={styles.frame}
          style={{
            aspectRatio: `${width} / ${height}`,
            maxWidth: `calc(var(--stage) * ${Math.min(1, width / height)})`,
          }}
          role="grid"
          aria-label="Pixels: the arrow keys read them"
          aria-readonly
          aria-rowcount={height}
          aria-colcount={width}
          aria-activedescendant={id}
          tabIndex={0}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => setActive(false)}
          onKeyDown={press}
          onFocus={() => setActive(true)}
          onBlur={() => setActive(false)}
        >
          <canvas
            ref={canvas}
            className={classes(styles.image, isEnlarged && styles.pixelated)}
            width={width}
            height={height}
            aria-hidden
          />
          <div role="row" aria-rowindex={held.row + 1}>
            <div
              id={id}
              role="gridcell"
              aria-colindex={held.column + 1}
              aria-label={reading}
              className={classes(styles.cursor, active && styles.active)}
              style={{
                left: `${(100 * held.column) / width}%`,
                top: `${(100 * held.row) / height}%`,
                width: `${100 / width}%`,
                height: `${100 / height}%`,
              }}
            />
          </div>
        </div>
      </div>
      <p className={classes(styles.reading, !active && styles.hint)}>
        {active ? reading : 'Point at a pixel, or go there with the arrow keys, to read it'}
      </p>
    </div>
  )
}
