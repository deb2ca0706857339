import type { DatasetSummary } from '../../../engine/protocol/data'
import { withoutBidiControls } from '../../../common/text'
import { ArrowDownWideNarrow, ArrowUpNarrowWide } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from '../../../ui/Button'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import { SelectField } from '../../../ui/SelectField'
import { TextEntryField } from '../../../ui/TextEntryField'
import { listSplits, SPLIT_NAMES } from '../splitFacts'
import styles from './ImageFilters.module.css'
import { changeFilter, type FilterChange, type ImageView } from './imageView'

/** Thumbnails' sides in CSS pixels, gaps included. */
export const THUMBNAIL_SIZES = { small: 36, medium: 58, large: 114 }
export type ThumbnailSize = keyof typeof THUMBNAIL_SIZES

export interface ImageFiltersProps {
  readonly dataset: DatasetSummary
  readonly view: ImageView
  readonly size: ThumbnailSize
  onView(view: ImageView): void
  onSize(size: ThumbnailSize): void
}

const ALL = 'all'

const SORTS = [
  { value: 'file', label: 'File order' },
  { value: 'path', label: 'Path' },
  { value: 'class', label: 'Class' },
  { value: 'brightness', label: 'Brightness' },
  { value: 'random', label: 'Random' },
] as const

/** For images that were listed one by one. */
const LISTED = { value: 'listed', label: 'As listed' } as const

/** Which images are shown, in which order, how large. */
export function ImageFilters({ dataset, view, size, onView, onSize }: ImageFiltersProps) {
  const { filter } = view
  const { classIndex, split, images, descending = false } = filter
  const sort = filter.sort ?? (images ? LISTED.value : 'file')
  const change = (part: FilterChange): void => onView(changeFilter(view, part))

  return (
    <div className={styles.filters} role="group" aria-label="Filters">
      <SelectField
        label="Class"
        value={classIndex === undefined ? ALL : String(classIndex)}
        options={[
          { value: ALL, label: 'All classes' },
          ...dataset.classes.map((label, i) => ({ value: String(i), label: withoutBidiControls(label) })),
        ]}
        onChange={(value) => change({ classIndex: value === ALL ? undefined : Number(value) })}
      />
      <SelectField
        label="Split"
        value={split ?? ALL}
        options={[
          { value: ALL, label: 'All splits' },
          ...listSplits(dataset.perClass).map((part) => ({ value: part.split, label: SPLIT_NAMES[part.split] })),
          { value: 'excluded', label: 'Excluded' },
        ]}
        onChange={(value) => change({ split: value === ALL ? undefined : value })}
      />
      <TextFilter text={filter.text ?? ''} onText={(text) => change({ text: text === '' ? undefined : text })} />
      <div className={styles.order}>
        <SelectField
          label="Sort by"
          value={sort}
          options={images ? [LISTED, ...SORTS] : SORTS}
          onChange={(value) => change({ sort: value === LISTED.value ? undefined : value })}
        />
        <IconButton
          look="outline"
          label={descending ? 'Descending: sort ascending' : 'Ascending: sort descending'}
          icon={
            descending ? <ArrowDownWideNarrow size={16} aria-hidden /> : <ArrowUpNarrowWide size={16} aria-hidden />
          }
          onClick={() => change({ descending: descending ? undefined : true })}
        />
      </div>
      <div className={styles.size}>
        <SegmentedControl
          label="Thumbnail size"
          value={size}
          options={[
            { value: 'small', label: 'Small' },
            { value: 'medium', label: 'Medium' },
            { value: 'large', label: 'Large' },
          ]}
          onChange={onSize}
        />
      </div>
    </div>
  )
}

const TYPING_PAUSE_MS = 200

/** Looks once the typing rests. */
function TextFilter({ text, onText }: { readonly text: string; onText(text: string): void }) {
  const [typed, setTyped] = useState(text)
  const [given, setGiven] = useState(text)
  if (given !== text) {
    // Another view was chosen from outside.
    setGiven(text)
    setTyped(text)
  }

  useEffect(() => {
    if (typed === text) return
    const timer = setTimeout(() => onText(typed), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  })

  return (
    <TextEntryField
      label="Path or label"
      placeholder="Any"
      inputMode="text"
      value={typed}
      format={same}
      parse={same}
      onChange={setTyped}
    />
  )
}

function same(text: string): string {
  return text
}
