import { useLayoutEffect, useRef } from 'react'
import type { DatasetStatistics, DatasetSummary } from '../../../engine/protocol'
import { classes } from '../../../ui/classes'
import { formatCount } from '../../../ui/format'
import { listClasses } from '../splitFacts'
import styles from './MeanImages.module.css'

/** Up to this many pixels a side, a mean image is shown in squares. */
const PIXELATED = 64

export interface MeanImagesProps {
  readonly dataset: DatasetSummary
  readonly statistics: DatasetStatistics
  onShow(classIndex: number): void
}

/** What the images of each class have in common: their mean, pixel by pixel. A press shows the images. */
export function MeanImages({ dataset, statistics, onShow }: MeanImagesProps) {
  return (
    <ul className={styles.classes} aria-label="Mean images">
      {listClasses(dataset).map(({ label, total }, i) => (
        <li key={i}>
          <button
            type="button"
            className={styles.class}
            title={`Show the images of ${label}`}
            onClick={() => onShow(i)}
          >
            <MeanImage statistics={statistics} classIndex={i} />
            <bdi className={styles.label}>{label}</bdi>
            <span className={styles.count}>{formatCount(total)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function MeanImage({
  statistics,
  classIndex,
}: {
  readonly statistics: DatasetStatistics
  readonly classIndex: number
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { meanImages, width, height } = statistics

  useLayoutEffect(() => {
    const bytes = width * height * 4
    const pixels = meanImages.subarray(classIndex * bytes, (classIndex + 1) * bytes)
    if (pixels.length === bytes)
      canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0)
  }, [meanImages, width, height, classIndex])

  return (
    <canvas
      ref={canvas}
      className={classes(styles.image, Math.max(width, height) <= PIXELATED && styles.pixelated)}
      width={width}
      height={height}
      aria-hidden
    />
  )
}
