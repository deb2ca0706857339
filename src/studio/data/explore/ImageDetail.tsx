import type { DatasetSummary, FullImage } from '../../../engine/protocol/data'
import { withoutBidiControls } from '../../../common/text'
import { ChevronLeft, ChevronRight, CircleMinus, CirclePlus, Undo2 } from 'lucide-react'
import { useCallback, type RefObject } from 'react'
import { useActions } from '../../../store/hooks'
import type { ListOrigin } from '../../../store/session/dataPart'
import { Button, IconButton } from '../../../ui/Button'
import { formatCount, isolate } from '../../../ui/format'
import { Message } from '../../../ui/Message'
import { SelectField } from '../../../ui/SelectField'
import { useAnswer } from '../../../ui/useAnswer'
import { saySplit } from './describeTaken'
import styles from './ImageDetail.module.css'
import { PixelView } from './PixelView'
import { Predicted } from './Predicted'

export interface ImageDetailProps {
  readonly dataset: DatasetSummary
  /** Which image of the dataset; absent while that isn't known. */
  readonly index: number | undefined
  /** Its place among those that are shown, from 0, of how many. */
  readonly position: number
  readonly count: number
  readonly container: RefObject<HTMLElement | null>
  /** Why the images are listed. */
  readonly of: ListOrigin | undefined
  onStep(position: number): void
  /** Back to the grid, where that lies behind. */
  onBack(): void
}

/** One image, large, with all that is known of it, and what can be decided about it. */
export function ImageDetail({ dataset, index, position, count, container, of, onStep, onBack }: ImageDetailProps) {
  const actions = useActions()
  const ask = useCallback((signal: AbortSignal) => actions.image(index ?? 0, signal), [actions, index])
  const { value: image, trouble } = useAnswer(index === undefined ? undefined : ask, dataset)

  return (
    <section ref={container} className={styles.detail} aria-label="Image" tabIndex={-1}>
      <div className={styles.steps}>
        <Button className={styles.back} size="small" onClick={onBack}>
          <ChevronLeft size={14} aria-hidden />
          All images
        </Button>
        <p className={styles.place}>{count > 0 && `${formatCount(position + 1)} of ${formatCount(count)}`}</p>
        <IconButton
          size="small"
          label="Previous image"
          icon={<ChevronLeft size={16} aria-hidden />}
          disabled={position === 0}
          onClick={() => onStep(position - 1)}
        />
        <IconButton
          size="small"
          label="Next image"
          icon={<ChevronRight size={16} aria-hidden />}
          disabled={position + 1 >= count}
          onClick={() => onStep(position + 1)}
        />
      </div>
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      {image && count > 0 && (
        <>
          <PixelView image={image} />
          <Predicted image={image} classNames={dataset.classes} of={of} />
          <Decisions image={image} classNames={dataset.classes} />
          <dl className={styles.facts}>
            <dt>Split</dt>
            <dd>{saySplit(image, of)}</dd>
            <dt>Path</dt>
            <dd className={styles.path}>
              <bdi>{withoutBidiControls(image.path)}</bdi>
            </dd>
            <dt>Size</dt>
            <dd>
              {image.width} × {image.height}, {image.channels === 1 ? 'grey' : 'colour'}
            </dd>
          </dl>
        </>
      )}
    </section>
  )
}

function Decisions({ image, classNames }: { readonly image: FullImage; readonly classNames: readonly string[] }) {
  const { excludeImages, includeImages, relabelImages } = useActions()
  const { index, label, labelAsRead, split } = image
  return (
    <>
      <div className={styles.decisions}>
        <SelectField
          label="Label"
          value={label}
          options={classNames.map((name) => ({ value: name, label: withoutBidiControls(name) }))}
          onChange={(name) => relabelImages([index], name)}
        />
        {split === 'excluded' ? (
          <Button onClick={() => includeImages([index])}>
            <CirclePlus size={14} aria-hidden />
            Include
          </Button>
        ) : (
          <Button onClick={() => excludeImages([index])}>
            <CircleMinus size={14} aria-hidden />
            Exclude
          </Button>
        )}
      </div>
      {labelAsRead !== undefined && (
        <p className={styles.asRead}>
          Corrected: the files say {isolate(withoutBidiControls(labelAsRead))}.
          <Button size="small" look="plain" onClick={() => relabelImages([index], labelAsRead)}>
            <Undo2 size={12} aria-hidden />
            As in the files
          </Button>
        </p>
      )}
    </>
  )
}
