import { ArrowDown, ArrowUp } from 'lucide-react'
import { useLayoutEffect, useRef, type RefObject } from 'react'
import type { ResumableRun } from '../../engine/protocol/resume'
import { classes } from '../../ui/classes'
import { useMedia } from '../../ui/useMedia'
import { useRowsInView } from '../../ui/useRowsInView'
import { NAME, NUMBER, type Column, type Order, type Row } from './columns'
import type { RunRowActions } from './rowActions'
import { RunRow } from './RunRow'
import styles from './RunsTable.module.css'

export interface RunsTableProps {
  readonly rows: readonly Row[]
  readonly selected: ReadonlySet<number>
  /** Runs whose curves are hidden. */
  readonly hidden: ReadonlySet<number>
  /** Those that can go on from a checkpoint. */
  readonly resumable: readonly ResumableRun[]
  readonly order: Order
  /** Those behind number and name. */
  readonly columns: readonly Column[]
  /** A run that is brought into view, once. */
  readonly shownRun: number | undefined
  /** Something else is in view beside it. */
  readonly isShort: boolean
  readonly actions: RunRowActions
  onOrder(order: Order): void
  onSelectAll(isSelected: boolean): void
}

/** Where there is no room for results beside the name. */
const NARROW = '(max-width: 40rem)'

/** One row a run. Only the rows in view are drawn, so that hundreds are sorted at once. */
export function RunsTable({
  rows,
  selected,
  hidden,
  resumable,
  order,
  columns,
  shownRun,
  isShort,
  actions,
  onOrder,
  onSelectAll,
}: RunsTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const isNarrow = useMedia(NARROW)
  const { first, end, rowHeight } = useRowsInView(scroller, rows.length)
  const focus = useFocusWithin(scroller)
  const shown = rows.slice(first, end)
  const chosen = rows.filter(({ run }) => selected.has(run.number)).length
  const heads = { order, onOrder }
  const actionsHead = (
    <th scope="col" className={styles.actions}>
      <span className={styles.unseen}>Actions</span>
    </th>
  )
  useShownRun(scroller, rows, shownRun)
  return (
    // A region that scrolls must be reachable by keyboard.
    <div
      ref={scroller}
      className={classes(styles.scroller, isShort && styles.short, isNarrow && styles.narrow)}
      tabIndex={0}
      role="group"
      aria-label="Runs, scrollable"
      {...focus}
    >
      <table className={styles.table} aria-label="Runs" aria-rowcount={rows.length + 1}>
        <colgroup>
          <col className={styles.checkColumn} />
          <col className={styles.swatchColumn} />
          <col className={styles.numberColumn} />
          <col className={styles.nameColumn} />
          {isNarrow && <col className={styles.actionsColumn} />}
          {columns.map(({ id, width }) => (
            <col key={id} style={{ width: `${width}rem` }} />
          ))}
          {!isNarrow && <col className={styles.actionsColumn} />}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className={classes(styles.pinned, styles.check)}>
              <input
                type="checkbox"
                aria-label="Select all runs"
                ref={(box) => {
                  if (box) box.indeterminate = chosen > 0 && chosen < rows.length
                }}
                checked={chosen > 0 && chosen === rows.length}
                onChange={({ target }) => onSelectAll(target.checked)}
              />
            </th>
            <th scope="col" className={classes(styles.pinned, styles.swatchCell)}>
              <span className={styles.unseen}>Curves</span>
            </th>
            <Head column={NUMBER} className={classes(styles.pinned, styles.number)} {...heads} />
            <Head column={NAME} className={classes(styles.pinned, styles.name)} {...heads} />
            {isNarrow && actionsHead}
            {columns.map((column) => (
              <Head key={column.id} column={column} {...heads} />
            ))}
            {!isNarrow && actionsHead}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr aria-hidden style={{ height: first * rowHeight }} />}
          {shown.map((row, at) => (
            <RunRow
              // The focus goes with its run when rows move: what is pressed next must not be done to another.
              key={row.run.number}
              row={row}
              index={first + at + 2}
              isSelected={selected.has(row.run.number)}
              isHidden={hidden.has(row.run.number)}
              resumable={resumable.find(({ run }) => run === row.run.number)}
              columns={columns}
              isNarrow={isNarrow}
              actions={actions}
            />
          ))}
          {end < rows.length && <tr aria-hidden style={{ height: (rows.length - end) * rowHeight }} />}
        </tbody>
      </table>
    </div>
  )
}

/** Scrolls a run into the middle of the view, once it is among the rows. */
function useShownRun(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  shownRun: number | undefined,
): void {
  const done = useRef<number>(undefined)
  useLayoutEffect(() => {
    if (done.current === shownRun) return
    const at = rows.findIndex(({ run }) => run.number === shownRun)
    const element = scroller.current
    const row = element?.querySelector<HTMLElement>('[data-row]')
    if (shownRun !== undefined && (at < 0 || !element || !row)) return
    done.current = shownRun
    if (!element || !row) return
    const { offsetHeight } = row
    element.scrollTo({ top: at * offsetHeight - (element.clientHeight - offsetHeight) / 2 })
  }, [scroller, rows, shownRun])
}

/** Keeps the focus in the table when the row that had it is sorted or scrolled out of view, and so is drawn no more. */
function useFocusWithin(scroller: RefObject<HTMLElement | null>): {
  onFocus(event: { readonly target: Element }): void
  onBlur(): void
} {
  const focused = useRef<Element>(undefined)
  useLayoutEffect(() => {
    if (!focused.current || focused.current.isConnected) return
    focused.current = undefined
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true })
  })
  return {
    onFocus({ target }) {
      focused.current = target
    },
    onBlur() {
      focused.current = undefined
    },
  }
}

interface HeadProps {
  readonly column: Column
  readonly className?: string | undefined
  readonly order: Order
  onOrder(order: Order): void
}

function Head({ column, className, order, onOrder }: HeadProps) {
  const isSorted = order.column === column
  const Icon = order.falling ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      className={classes(className, column.isFigure && styles.figure)}
      {...(isSorted && { 'aria-sort': order.falling ? 'descending' : 'ascending' })}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() =>
          onOrder({
            column,
            falling: isSorted ? !order.falling : column.isFigure === true && column.isBestLow !== true,
          })
        }
      >
        {column.label}
        {isSorted && <Icon size={12} aria-hidden />}
      </button>
    </th>
  )
}
