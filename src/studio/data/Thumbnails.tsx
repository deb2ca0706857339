import type { DatasetSummary, ImageQuery } from '../../engine/protocol/data'
import { withoutBidiControls } from '../../common/text'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../ui/Button'
import { formatAmount, formatCount } from '../../ui/format'
import { Message } from '../../ui/Message'
import { SelectField } from '../../ui/SelectField'
import { listSplits, SPLIT_NAMES } from './splitFacts'
import { ThumbnailGrid } from './ThumbnailGrid'
import styles from './Thumbnails.module.css'
import { useThumbnails } from './useThumbnails'

/** Fills its rows for 6, 8 and 12 columns alike. */
const PAGE_SIZE = 48

const ALL = 'all'
const FIRST_PAGE: ImageQuery = { offset: 0, limit: PAGE_SIZE }

/** A look at the images, a page at a time, by class and by split. */
export function Thumbnails({ dataset }: { readonly dataset: DatasetSummary }) {
  const [query, setQuery] = useState(FIRST_PAGE)
  const [queried, setQueried] = useState(dataset)
  if (queried !== dataset) {
    // Another dataset has other classes.
    setQueried(dataset)
    setQuery(FIRST_PAGE)
  }
  const { value: thumbnails, trouble } = useThumbnails(dataset, query)
  const { classIndex, split, offset } = query
  const total = thumbnails?.total ?? 0
  const last = Math.min(offset + PAGE_SIZE, total)
  const turn = (pages: number): void => {
    const target = offset + pages * PAGE_SIZE
    if (target >= 0 && target < total) setQuery({ ...query, offset: target })
  }

  return (
    <section className={styles.thumbnails} aria-label="Images">
      <div className={styles.filters}>
        <SelectField
          label="Class"
          value={classIndex === undefined ? ALL : String(classIndex)}
          options={[
            { value: ALL, label: 'All classes' },
            ...dataset.classes.map((label, i) => ({ value: String(i), label: withoutBidiControls(label) })),
          ]}
          onChange={(value) => {
            const { classIndex: _, ...rest } = query
            setQuery({ ...rest, offset: 0, ...(value !== ALL && { classIndex: Number(value) }) })
          }}
        />
        <SelectField
          label="Split"
          value={split ?? ALL}
          options={[
            { value: ALL, label: 'All splits' },
            ...listSplits(dataset.perClass).map((part) => ({ value: part.split, label: SPLIT_NAMES[part.split] })),
          ]}
          onChange={(value) => {
            const { split: _, ...rest } = query
            setQuery({ ...rest, offset: 0, ...(value !== ALL && { split: value }) })
          }}
        />
      </div>
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      <ThumbnailGrid thumbnails={thumbnails} isFull={dataset.images >= PAGE_SIZE} onTurnPage={turn} />
      <div className={styles.pages}>
        <p role="status" aria-label="Images shown">
          {total > 0
            ? `${formatCount(offset + 1)}–${formatCount(last)} of ${formatAmount(total, 'image')}`
            : 'No image'}
        </p>
        <IconButton
          size="small"
          label="Previous images"
          icon={<ChevronLeft size={16} aria-hidden />}
          disabled={offset === 0}
          onClick={() => turn(-1)}
        />
        <IconButton
          size="small"
          label="Next images"
          icon={<ChevronRight size={16} aria-hidden />}
          disabled={last >= total}
          onClick={() => turn(1)}
        />
      </div>
    </section>
  )
}
