import { useCallback, useRef } from 'react'
import { classes } from './classes'
import styles from './PixelImage.module.css'
import { useDrawing } from './useDrawing'

export interface PixelImageProps {
  /** Images of one size, one after another: RGBA, 8 bits each. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  readonly width: number
  readonly height: number
  /** Which of them it is. */
  readonly at: number
  /** Says what it shows. Without one, the text around it says so. */
  readonly label?: string
  readonly className?: string | undefined
}

/** Up to this many pixels a side, an image is shown in squares; a larger one is smoothed as it shrinks. */
const PIXELATED = 64

/** One of a block of images; its size is its container's matter. */
export function PixelImage({ rgba, width, height, at, label, className }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)

  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      const bytes = width * height * 4
      const pixels = rgba.subarray(at * bytes, (at + 1) * bytes)
      if (pixels.length === bytes) context.putImageData(new ImageData(pixels, width, height), 0, 0)
    },
    [rgba, width, height, at],
  )
  useDrawing(canvas, draw)

  return (
    <canvas
      ref={canvas}
      className={classes(styles.image, Math.max(width, height) <= PIXELATED && styles.pixelated, className)}
      width={width}
      height={height}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  )
}
