import type { Thumbnails } from '../../engine/protocol/data'
import { withoutBidiControls } from '../../common/text'
import { useCallback, useState, type KeyboardEvent } from 'react'
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

/** Images side by side, and a line that says which one has the focus. One image at a time can have it. */
export function ThumbnailGrid({ thumbnails, isFull, onTurnPage }: ThumbnailGridProps) {
  const [focused, setFocused] = useState(0)
  const [shown, setShown] = useState<number>()
  const items = thumbnails?.items ?? []
  const reachable = Math.min(focused, items.length - 1)
  const detail = shown === undefined ? undefined : items[shown]

  const press = useCallback(
    (event: KeyboardEvent<HTMLButtonElement>): void => {
      const grid = event.currentTarget.closest('ul')
      if (!grid) return
      if (event.key === 'PageUp' || event.key === 'PageDown') onTurnPage(event.key === 'PageUp' ? -1 : 1)
      else {
        const cells = [...grid.querySelectorAll('button')]
        const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length
        const next = stepInGrid(event.key, cells.indexOf(event.currentTarget), columns, cells.length)
        if (next === undefined) return
        cells[next]?.focus()
      }
      event.preventDefault()
    },
    [onTurnPage],
  )

  return (
    <>
      <ul
        className={classes(styles.grid, isFull && styles.full)}
        aria-label="Thumbnails"
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
              onKeyDown={press}
            />
          ))}
      </ul>
      <p className={styles.detail} aria-hidden>
        {detail ? (
          <>
            <strong>
              <bdi>{withoutBidiControls(detail.label)}</bdi>
            </strong>{' '}
            · {detail.split} · <bdi>{withoutBidiControls(detail.path)}</bdi>
          </>
        ) : (
          'Rest on an image to see its label and path'
        )}
      </p>
    </>
  )
}
