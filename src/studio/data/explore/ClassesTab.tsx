import type { DatasetSummary } from '../../../engine/protocol/data'
import { useActions } from '../../../store/hooks'
import { Message } from '../../../ui/Message'
import { useAnswer } from '../../../ui/useAnswer'
import { ClassBalance } from '../ClassBalance'
import styles from './ClassesTab.module.css'
import type { ImageView } from './imageView'
import { MeanImages } from './MeanImages'
import { PixelHistogram } from './PixelHistogram'

export interface ClassesTabProps {
  readonly dataset: DatasetSummary
  onShow(view: ImageView): void
}

/** The dataset in numbers and pictures: what each class looks like, how many images it has, and which values the pixels have. */
export function ClassesTab({ dataset, onShow }: ClassesTabProps) {
  const actions = useActions()
  const { value: statistics, trouble } = useAnswer(actions.statistics, dataset)

  return (
    <div className={styles.tab}>
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      <section className={styles.means} aria-label="Mean image of each class">
        <h3 className={styles.title}>Mean image of each class</h3>
        {statistics ? (
          <MeanImages
            dataset={dataset}
            statistics={statistics}
            onShow={(classIndex) => onShow({ filter: { classIndex } })}
          />
        ) : (
          trouble === undefined && <p className={styles.wait}>Computing …</p>
        )}
      </section>
      <div className={styles.figures}>
        <ClassBalance dataset={dataset} />
        {statistics && <PixelHistogram statistics={statistics} name={dataset.name} />}
      </div>
    </div>
  )
}
