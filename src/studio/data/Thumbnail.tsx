import { memo, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import type { ImageFacts, Thumbnails } from '../../engine/protocol'
import { withoutBidiControls } from '../../model/bidiControls'
import { classes } from '../../ui/classes'
import styles from './ThumbnailGrid.module.css'

export interface ThumbnailProps {
  /** Which of the images it is. */
  readonly at: number
  readonly images: Thumbnails
  readonly label: string
  readonly split: ImageFacts['split']
  readonly path: string
  /** Whether Tab leads to it. */
  readonly isReachable: boolean
  onFocus(at: number): void
  /** Called with the image on which pointer or focus rest, and with nothing when they leave. */
  onShow(at: number | undefined): void
  onKeyDown(event: KeyboardEvent<HTMLButtonElement>): void
}

/** Up to this many pixels a side, an image is shown in squares; a larger one is smoothed as it shrinks. */
const PIXELATED = 64

export const Thumbnail = memo(function Thumbnail({
  at,
  images,
  label,
  split,
  path,
  isReachable,
  onFocus,
  onShow,
  onKeyDown,
}: ThumbnailProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { width, height, rgba } = images

  useLayoutEffect(() => {
    const size = width * height * 4
    const pixels = new ImageData(rgba.subarray(at * size, (at + 1) * size), width, height)
    canvas.current?.getContext('2d')?.putImageData(pixels, 0, 0)
  }, [rgba, width, height, at])

  return (
    <li className={styles.cell}>
      <button
        type="button"
        className={styles.image}
        aria-label={`${withoutBidiControls(label)}, ${split}, ${withoutBidiControls(path)}`}
        tabIndex={isReachable ? 0 : -1}
        onFocus={() => {
          onFocus(at)
          onShow(at)
        }}
        onBlur={() => onShow(undefined)}
        onPointerEnter={() => onShow(at)}
        onClick={() => onShow(at)}
        onKeyDown={onKeyDown}
      >
        <canvas
          ref={canvas}
          className={classes(Math.max(width, height) <= PIXELATED && styles.pixelated)}
          width={width}
          height={height}
        />
      </button>
    </li>
  )
})
