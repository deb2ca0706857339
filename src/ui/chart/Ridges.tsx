import { useRef } from 'react'
import { RidgeDrawing, type RidgeFigure } from './RidgeDrawing'
import styles from './Ridges.module.css'
import { useSize } from './useSize'

export interface RidgesProps extends RidgeFigure {
  /** All of it in words. */
  readonly label: string
}

/** Histograms one before the other, as large as there is room. */
export function Ridges({ label, ...figure }: RidgesProps) {
  const room = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(room)
  return (
    <div ref={room} className={styles.chart} role="img" aria-label={label}>
      {width > 0 && height > 0 && <RidgeDrawing {...figure} width={width} height={height} />}
    </div>
  )
}
