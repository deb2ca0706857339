import { Check, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { withoutBidiControls } from '../../common/text'
import type { SeenBatch } from '../../engine/protocol/run'
import { Button } from '../../ui/Button'
import { classes as joinClasses } from '../../ui/classes'
import { formatCount, formatLoss } from '../../ui/format'
import { PixelImage } from '../../ui/PixelImage'
import styles from './BatchImages.module.css'

export type BatchOrder = 'loss' | 'batch'

export interface BatchImagesProps {
  readonly batch: SeenBatch
  readonly classes: readonly string[]
  readonly order: BatchOrder
}

/** So many at first, and so many more at each press. */
const PORTION = 60

/** The images of a batch, each with its class, the class that the model took it for, and its loss. */
export function BatchImages({ batch, classes, order }: BatchImagesProps) {
  const { shown, rgba, width, height } = batch
  const [portions, setPortions] = useState(1)
  const images = useMemo(() => {
    const all = shown.map((image, at) => ({ ...image, at }))
    if (order === 'batch') return all
    // A loss that is no number is the largest.
    const weight = (loss: number): number => (Number.isNaN(loss) ? Number.MAX_VALUE : loss)
    return all.toSorted((one, other) => weight(other.loss) - weight(one.loss))
  }, [shown, order])
  const nameOf = (index: number): string => withoutBidiControls(classes[index] ?? '')
  const left = images.length - portions * PORTION

  return (
    <>
      <ul className={styles.images} aria-label="Images">
        {images.slice(0, portions * PORTION).map(({ at, place, path, truth, predicted, loss }) => {
          const isRight = truth === predicted
          const Icon = isRight ? Check : X
          return (
            <li
              key={place}
              className={joinClasses(styles.image, !isRight && styles.wrong)}
              title={withoutBidiControls(path)}
            >
              <PixelImage rgba={rgba} width={width} height={height} at={at} />
              <span className={styles.class}>
                <Icon size={12} aria-hidden />
                <bdi>{nameOf(truth)}</bdi>
              </span>
              <span className={styles.predicted}>
                {isRight ? (
                  'rightly'
                ) : (
                  <>
                    taken for <bdi>{nameOf(predicted)}</bdi>
                  </>
                )}
              </span>
              <span className={styles.loss}>loss {formatLoss(loss)}</span>
            </li>
          )
        })}
      </ul>
      {left > 0 && (
        <Button size="small" className={styles.more} onClick={() => setPortions(portions + 1)}>
          Show {formatCount(Math.min(PORTION, left))} more of {formatCount(left)}
        </Button>
      )}
    </>
  )
}
