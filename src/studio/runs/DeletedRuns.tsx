import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { DeletedRun } from '../../engine/protocol/history'
import { withoutBidiControls } from '../../common/text'
import { useActions } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { focusPanel } from '../../ui/focusPanel'
import { formatAmount, formatCount, formatUntil } from '../../ui/format'
import { Menu } from '../../ui/Menu'
import styles from './RunsView.module.css'

export interface DeletedRunsProps {
  /** The last deleted first; at least one. */
  readonly deleted: readonly DeletedRun[]
  /** Whether runs were deleted here since it was asked last: the rows that had the focus are gone, so Undo takes it. */
  takesFocus(): boolean
}

/** What was deleted, and the ways back: the last deletion first, or any run, or all. */
export function DeletedRuns({ deleted, takesFocus }: DeletedRunsProps) {
  const { undeleteRuns } = useActions()
  const today = useSyncExternalStore(subscribe, startOfDay)
  const undo = useRef<HTMLButtonElement>(null)
  const last = deleted.filter(({ deletedAt }) => deletedAt === deleted[0]?.deletedAt)
  useEffect(() => {
    if (takesFocus()) undo.current?.focus()
  }, [deleted, takesFocus])
  const bringBack = (runs: readonly DeletedRun[]): void => void undeleteRuns(runs.map(({ number }) => number))
  return (
    <div className={styles.deleted}>
      <p role="status">{describeDeleted(deleted, last, today)}</p>
      <Button
        ref={undo}
        size="small"
        onClick={({ currentTarget }) => {
          // With the last of them, the button goes.
          if (last.length === deleted.length) focusPanel(currentTarget)
          bringBack(last)
        }}
      >
        Undo
      </Button>
      {deleted.length > last.length && (
        <Menu
          movesFocus
          trigger={<Button size="small">Bring back …</Button>}
          items={() => [
            { name: `All ${formatCount(deleted.length)} runs`, onSelect: () => bringBack(deleted) },
            ...deleted.map((run, at) => ({
              name: nameOf(run),
              isApart: at === 0,
              onSelect: () => bringBack([run]),
            })),
          ]}
        />
      )}
    </div>
  )
}

/** The day may be another when a person comes back to the page. */
function subscribe(listener: () => void): () => void {
  addEventListener('focus', listener)
  return () => removeEventListener('focus', listener)
}

function startOfDay(): number {
  return new Date().setHours(0, 0, 0, 0)
}

/** `Run 3 was deleted. It can come back until tomorrow 14:05.` Of several, the time is that of the first to go for good. */
export function describeDeleted(deleted: readonly DeletedRun[], last: readonly DeletedRun[], now: number): string {
  const until = formatUntil(Math.min(...deleted.map((run) => run.until)), now)
  const [first] = last
  const what = last.length === 1 && first ? nameOf(first) : formatAmount(last.length, 'run')
  const were = last.length === 1 ? 'was' : 'were'
  if (deleted.length > last.length)
    return `${formatCount(deleted.length)} deleted runs can come back until ${until}. ${what} ${were} deleted last.`
  return `${what} ${were} deleted. ${last.length === 1 ? 'It' : 'They'} can come back until ${until}.`
}

function nameOf({ number, title }: DeletedRun): string {
  return title === `Run ${number}` ? title : `Run ${number} (${withoutBidiControls(title)})`
}
