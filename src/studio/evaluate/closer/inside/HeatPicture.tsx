import { useMemo, useRef } from 'react'
import { useSize } from '../../../../ui/chart/useSize'
import { Raster } from '../../../../ui/Raster'
import styles from './HeatPicture.module.css'
import { useInsideLook } from './insideLook'
import { paintHeat, paintPixels } from './shades'

export interface HeatPictureProps {
  /** What is seen, in words. */
  readonly label: string
  readonly rows: number
  readonly columns: number
  /** From -1 to 1, row by row, over all of the image. */
  readonly heat: Float32Array
  /** From 0 to 1. */
  readonly opacity: number
}

/** The image, with heat over it. */
export function HeatPicture({ label, rows, columns, heat, opacity }: HeatPictureProps) {
  const { found, size } = useInsideLook()
  const room = useRef<HTMLDivElement>(null)
  const measured = useSize(room)
  const pixels = useMemo(() => paintPixels(found.pixels, size.channels), [found.pixels, size.channels])
  const rgba = useMemo(() => paintHeat(heat), [heat])
  return (
    <div
      ref={room}
      className={styles.picture}
      role="img"
      aria-label={label}
      style={{
        aspectRatio: `${size.width} / ${size.height}`,
        maxWidth: `calc(var(--heat-stage) * ${Math.min(1, size.width / size.height)})`,
      }}
    >
      <Raster rgba={pixels} width={size.width} height={size.height} />
      <Raster rgba={rgba} width={columns} height={rows} isSmooth style={{ opacity }} />
      <svg
        data-drawing
        role="presentation"
        className={styles.drawing}
        width={measured.width}
        height={measured.height}
      />
    </div>
  )
}
