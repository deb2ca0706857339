import { useCallback, useRef, type CSSProperties } from 'react'
import { classes } from './classes'
import styles from './Raster.module.css'
import { useDrawing } from './useDrawing'

export interface RasterProps {
  /** RGBA, 8 bits each. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  readonly width: number
  readonly height: number
  /** Between its pixels colours blend into one another; by default they are squares. */
  readonly isSmooth?: boolean
  readonly style?: CSSProperties
}

/** A picture in pixels that fills its room. The text around it says what it shows. */
export function Raster({ rgba, width, height, isSmooth = false, style }: RasterProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      if (rgba.length === width * height * 4) context.putImageData(new ImageData(rgba, width, height), 0, 0)
    },
    [rgba, width, height],
  )
  useDrawing(canvas, draw)
  return (
    <canvas
      ref={canvas}
      className={classes(styles.raster, !isSmooth && styles.squares)}
      width={width}
      height={height}
      style={style}
      aria-hidden
    />
  )
}
