import type { DatasetSummary } from '../../../engine/protocol/data'
import type { DatasetStatistics } from '../../../data/datasetFacts'
import { formatCount } from '../../../ui/format'
import { PixelImage } from '../../../ui/PixelImage'
import { listClasses } from '../splitFacts'
import styles from './MeanImages.module.css'

export interface MeanImagesProps {
  readonly dataset: DatasetSummary
  readonly statistics: DatasetStatistics
  onShow(classIndex: number): void
}

/** The mean image of each class, pixel by pixel. A press shows the class's images. */
export function MeanImages({ dataset, statistics, onShow }: MeanImagesProps) {
  const { meanImages, width, height } = statistics
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
            <PixelImage rgba={meanImages} width={width} height={height} at={i} className={styles.image} />
            <bdi className={styles.label}>{label}</bdi>
            <span className={styles.count}>{formatCount(total)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
