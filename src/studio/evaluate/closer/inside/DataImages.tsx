import { ChevronLeft, ChevronRight, Shuffle } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { withoutBidiControls } from '../../../../common/text'
import { useActions, useSession } from '../../../../store/hooks'
import { Button, IconButton } from '../../../../ui/Button'
import { useBarKeys } from '../../../../ui/chart/useBarKeys'
import { classes } from '../../../../ui/classes'
import { formatCount } from '../../../../ui/format'
import { Message } from '../../../../ui/Message'
import { NumberField } from '../../../../ui/NumberField'
import { PixelImage } from '../../../../ui/PixelImage'
import { SelectField } from '../../../../ui/SelectField'
import { useAnswer } from '../../../../ui/useAnswer'
import styles from './ImageChoice.module.css'
import type { ChosenImage } from './insideLook'

type Order = 'all' | 'unsure' | 'mistakes'

export interface DataImagesProps {
  readonly split: 'validation' | 'test'
  /** The image that was asked for; absent where the first is meant. */
  readonly asked: number | undefined
  onAsk(image: number | undefined): void
  onImage(image: ChosenImage): void
}

/** Thumbnails at a time. */
const SHOWN = 12

/** The images of the split on show, one after the other, or those that are worth a look. */
export function DataImages({ split, asked, onAsk, onImage }: DataImagesProps) {
  const { listPredicted, thumbnails } = useActions()
  const model = useSession((session) => session.model.current)
  const dataset = useSession((session) => session.data.dataset)
  const [order, setOrder] = useState<Order>('all')
  const about = useMemo(() => ({ model, dataset, split, order }), [model, dataset, split, order])
  const ask = useCallback(
    (signal: AbortSignal) => listPredicted(split, { kind: order === 'mistakes' ? 'mistakes' : 'unsure' }, signal),
    [listPredicted, split, order],
  )
  const { value, trouble, about: of } = useAnswer(ask, about)
  const list = useMemo(() => (of?.order === 'all' ? value?.toSorted() : value), [value, of])
  const image = asked ?? list?.[0]
  const at = image === undefined ? -1 : (list?.indexOf(image) ?? -1)
  const count = list?.length ?? 0
  const page = Math.max(0, Math.floor(at / SHOWN))
  const shown = useMemo(() => [...(list?.subarray(page * SHOWN, (page + 1) * SHOWN) ?? [])], [list, page])
  const askThumbnails = useCallback(
    (signal: AbortSignal) => thumbnails({ images: shown, offset: 0, limit: SHOWN }, signal),
    [thumbnails, shown],
  )
  const strip = useAnswer(shown.length > 0 ? askThumbnails : undefined, shown)
  const { group, current, onKeyDown, onFocus } = useBarKeys(strip.value?.items.length ?? 0)
  const words =
    at >= 0
      ? `${split === 'test' ? 'Test' : 'Validation'} image ${formatCount(at + 1)} of ${formatCount(count)}${ORDER_WORDS[of?.order ?? order]}`
      : `Image ${formatCount((image ?? 0) + 1)} of the data`

  // The first of a list that another is asked for in place of is not what is meant.
  const isMeant = image !== undefined && list !== undefined && of === about
  useEffect(() => {
    if (isMeant) onImage({ looked: { kind: 'ofData', image }, words })
  }, [isMeant, image, words, onImage])

  const go = (position: number): void => {
    const next = list?.[Math.max(0, Math.min(count - 1, position))]
    if (next !== undefined) onAsk(next)
  }
  return (
    <div className={styles.choice}>
      <div className={styles.fields}>
        <SelectField
          label="Images"
          value={order}
          options={[
            { value: 'all', label: 'All of the split' },
            { value: 'unsure', label: 'Least sure first' },
            { value: 'mistakes', label: 'Mistakes' },
          ]}
          onChange={(next) => {
            setOrder(next)
            onAsk(undefined)
          }}
        />
        <NumberField
          label={`Number, of ${formatCount(count)}`}
          integer
          min={1}
          max={Math.max(1, count)}
          value={at >= 0 ? at + 1 : NaN}
          onChange={(number) => {
            if (Number.isInteger(number) && number >= 1 && number <= count) go(number - 1)
          }}
        />
      </div>
      <div className={styles.steps}>
        <IconButton
          look="outline"
          label="Previous image"
          icon={<ChevronLeft size={16} aria-hidden />}
          unavailable={at <= 0}
          onClick={() => go(at - 1)}
        />
        <IconButton
          look="outline"
          label="Next image"
          icon={<ChevronRight size={16} aria-hidden />}
          unavailable={at + 1 >= count}
          onClick={() => go(at + 1)}
        />
        <Button unavailable={count === 0} onClick={() => go(Math.floor(Math.random() * count))}>
          <Shuffle size={14} aria-hidden />
          {order === 'mistakes' ? 'A mistake at random' : 'At random'}
        </Button>
      </div>
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      {list && count === 0 && (
        <p className={styles.remark}>
          {of?.order === 'mistakes' ? 'The model makes no mistake in this split.' : `There are no ${split} images.`}
        </p>
      )}
      {strip.value && (
        <div ref={group} role="group" aria-label="Some of the images" className={styles.strip}>
          {strip.value.items.map(({ index, label }, place) => (
            <button
              key={index}
              type="button"
              className={classes(styles.thumbnail, index === image && styles.chosen)}
              aria-pressed={index === image}
              aria-label={`Image ${formatCount(page * SHOWN + place + 1)}, ${withoutBidiControls(label)}`}
              tabIndex={place === current ? 0 : -1}
              onKeyDown={onKeyDown}
              onFocus={() => onFocus(place)}
              onClick={() => onAsk(index)}
            >
              <PixelImage rgba={strip.value!.rgba} width={strip.value!.width} height={strip.value!.height} at={place} />
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

const ORDER_WORDS: Readonly<Record<Order, string>> = {
  all: '',
  unsure: ', the least sure first',
  mistakes: ' mistakes',
}
