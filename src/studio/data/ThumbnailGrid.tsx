import { useState, type KeyboardEvent } from 'react'
import type { Thumbnails } from '../../engine/protocol'
import { classes } from '../../ui/classes'
import { stepInGrid } from './stepInGrid'
import { Thumbnail } from './Thumbnail'
import styles from './ThumbnailGrid.module.css'

export interface ThumbnailGridProps {
  readonly thumbnails: Thumbnails | undefined
  /** Keeps the room of a full page, so that a last page with few images moves nothing below it. */
  readonly isFull: boolean
  onTurnPage(pages: number): void
}

/** Images side by side, of which one at a time can have the focus, and a line that says what it is. */
export function ThumbnailGrid({ thumbnails, isFull, onTurnPage }: ThumbnailGridProps) {
  const [focused, setFocused] = useState(0)
  const [shown, setShown] = useState<number>()
  const items = thumbnails?.items ?? []
  const reachable = Math.min(focused, items.length - 1)
  const detail = shown === undefined ? undefined : items[shown]

  const press = (event: KeyboardEvent<HTMLUListElement>): void => {
    if (event.key === 'PageUp' || event.key === 'PageDown') onTurnPage(event.key === 'PageUp' ? -1 : 1)
    else {
      const columns = getComputedStyle(event.currentTarget).gridTemplateColumns.split(' ').length
      const next = stepInGrid(event.key, reachable, columns, items.length)
      if (next === undefined) return
      event.currentTarget.querySelectorAll<HTMLElement>('canvas')[next]?.focus()
    }
    event.preventDefault()
  }

  return (
    <>
      <ul
        className={classes(styles.grid, isFull && styles.full)}
        aria-label="Thumbnails"
        onKeyDown={press}
        onPointerLeave={() => setShown(undefined)}
      >
        {thumbnails &&
          items.map((item, i) => (
            <Thumbnail
              key={i}
              at={i}
              label={item.label}
              split={item.split}
              path={item.path}
              images={thumbnails}
              isReachable={i === reachable}
              onFocus={setFocused}
              onShow={setShown}
            />
          ))}
      </ul>
      <p className={styles.detail} aria-hidden>
        {detail ? (
          <>
            <strong>{detail.label}</strong> · {detail.split} · {detail.path}
          </>
        ) : (
          'Rest on an image to see its label and path'
        )}
      </p>
    </>
  )
}
