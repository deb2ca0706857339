import { ChevronLeft, ChevronRight } from 'lucide-react'
import { IconButton } from '../../../../ui/Button'
import { formatCount } from '../../../../ui/format'
import styles from './inside.module.css'

export interface PagerProps {
  /** What is paged, such as `channels`. */
  readonly noun: string
  readonly page: number
  readonly perPage: number
  readonly count: number
  onPage(page: number): void
}

/** The way through many, some at a time; nothing where all fit. They count from 0. */
export function Pager({ noun, page, perPage, count, onPage }: PagerProps) {
  if (count <= perPage) return null
  const last = Math.ceil(count / perPage) - 1
  const end = Math.min(count, (page + 1) * perPage) - 1
  return (
    <div className={styles.pager}>
      <IconButton
        size="small"
        label={`Previous ${noun}`}
        icon={<ChevronLeft size={14} aria-hidden />}
        unavailable={page === 0}
        onClick={() => onPage(page - 1)}
      />
      <span role="status">
        {noun} {formatCount(page * perPage)} to {formatCount(end)} of {formatCount(count)}
      </span>
      <IconButton
        size="small"
        label={`Next ${noun}`}
        icon={<ChevronRight size={14} aria-hidden />}
        unavailable={page === last}
        onClick={() => onPage(page + 1)}
      />
    </div>
  )
}
