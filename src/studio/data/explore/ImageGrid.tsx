import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react'
import type { ListOrigin } from '../../../store/session/dataPart'
import { stepInGrid } from '../stepInGrid'
import { countRowsDrawn, findRowsInView, layOutGrid, scrollToRow, type RowsInView } from './gridLayout'
import { selectAll, selectAt, type GridSelection, type Press } from './gridSelection'
import styles from './ImageGrid.module.css'
import type { ImagePages } from './imagePages'
import { ImageRow } from './ImageRow'

export interface ImageGridProps {
  readonly pages: ImagePages
  /** Images in all. */
  readonly count: number
  /** The least side of a thumbnail with its gap, in CSS pixels. */
  readonly smallest: number
  readonly selection: GridSelection
  /** Why these images are listed. */
  readonly of: ListOrigin | undefined
  /** A press adds to what is selected, as for fingers that have no keys to hold. */
  readonly picksSeveral: boolean
  onSelect(selection: GridSelection): void
  /** Says which positions are in view. */
  onShow(first: number, end: number): void
  /** Enter or a second press on the image at the active place; by `touch` a first one. */
  onOpen(by: 'key' | 'press'): void
  onRemove(): void
}

const NOTHING: RowsInView = { first: 0, end: 0, shift: 0 }

/** Any number of images in rows. Only the rows in view are there. One cell has the keyboard, and the grid has the focus. */
export function ImageGrid({
  pages,
  count,
  smallest,
  selection,
  of,
  picksSeveral,
  onSelect,
  onShow,
  onOpen,
  onRemove,
}: ImageGridProps) {
  const activeId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const layout = useMemo(() => layOutGrid(count, size.width, smallest), [count, size.width, smallest])
  const { columns, rows, cell } = layout
  const [inView, setInView] = useState(NOTHING)
  const { active, selected } = selection
  const activeRow = Math.floor(active / columns)

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])

  const look = useCallback((): void => {
    const next = findRowsInView(layout, scroller.current?.scrollTop ?? 0, size.height)
    setInView((before) => (isSame(before, next) ? before : next))
  }, [layout, size.height])

  useLayoutEffect(look, [look])
  useEffect(() => {
    if (inView.end > 0) onShow(inView.first * columns, Math.min(count, inView.end * columns))
  }, [onShow, inView, columns, count, pages])

  const reveal = (position: number): void => {
    const element = scroller.current
    if (element) element.scrollTop = scrollToRow(layout, Math.floor(position / columns), element.scrollTop, size.height)
  }
  const revealLatest = useRef(reveal)
  useLayoutEffect(() => {
    revealLatest.current = reveal
  })
  // Wherever the step came from: the keyboard, or the buttons beside the large image.
  useLayoutEffect(() => revealLatest.current(active), [active, smallest])

  const press = (event: MouseEvent): void => {
    const at = positionOf(event.target)
    if (at === undefined) return
    onSelect(selectAt(selection, at, picksSeveral ? 'several' : pressOf(event)))
    if (!picksSeveral && pressOf(event) === 'one') onOpen('press')
  }
  const type = (event: KeyboardEvent): void => {
    const { key } = event
    const page = Math.max(1, Math.floor(size.height / cell) - 1)
    const target = stepInGrid(key, active, columns, count, page)
    if (target !== undefined) onSelect(selectAt(selection, target, event.shiftKey ? 'range' : 'one'))
    else if (key === 'Enter' || (key === ' ' && !event.ctrlKey)) onOpen('key')
    else if (key === ' ') onSelect(selectAt(selection, active, 'several'))
    else if (key === 'Delete' || key === 'Backspace') onRemove()
    else if (key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) onSelect(selectAll(selection, count))
    else return
    event.preventDefault()
  }

  const pool = countRowsDrawn(layout, size.height)
  const isActiveDrawn = activeRow >= inView.first && activeRow < inView.end
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label="Images"
      aria-rowcount={rows}
      aria-colcount={columns}
      aria-multiselectable
      aria-activedescendant={isActiveDrawn ? activeId : undefined}
      tabIndex={0}
      onScroll={look}
      onClick={press}
      onKeyDown={type}
    >
      <div className={styles.all} style={{ height: layout.height }} role="presentation">
        {Array.from({ length: Math.min(inView.end, rows) - inView.first }, (_, i) => {
          const row = inView.first + i
          return (
            <ImageRow
              // A row that leaves the view is used again for one that enters it.
              key={row % pool}
              pages={pages}
              row={row}
              columns={columns}
              count={count}
              cell={cell}
              top={row * cell + inView.shift}
              activeColumn={row === activeRow ? active % columns : undefined}
              selected={selected}
              activeId={activeId}
              of={of}
            />
          )
        })}
      </div>
    </div>
  )
}

function isSame(one: RowsInView, other: RowsInView): boolean {
  return one.first === other.first && one.end === other.end && one.shift === other.shift
}

function positionOf(target: EventTarget): number | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-position]') : null
  return cell ? Number(cell.dataset['position']) : undefined
}

function pressOf(event: MouseEvent): Press {
  if (event.shiftKey) return 'range'
  return event.ctrlKey || event.metaKey ? 'several' : 'one'
}
