/**
 * Moving a row by keyboard: Space or Enter on its handle picks it up, the arrow keys move it, Space or Enter puts it down, and Escape
 * takes it back. Each step is an edit at once, so that shapes and problems can be watched along the way.
 */
import { useCallback, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { nameOfRow, placeInRows } from './announceDrag'
import type { Destination, Row } from './rows'
import type { LayerEdits, ShownList } from './useLayerEdits'

export interface KeyboardMove {
  /** The row that is picked up. */
  readonly lifted: string | undefined
  /** For the keys on a row's handle. */
  press(event: KeyboardEvent, row: string): void
  /** The focus has left the handle. */
  leave(): void
}

/** @param say gives a screen reader something to say. */
export function useKeyboardMove(
  edits: LayerEdits,
  shown: RefObject<ShownList>,
  say: (news: string) => void,
): KeyboardMove {
  const [lifted, setLifted] = useState<string>()
  // The callbacks stay the same, so that no row is drawn anew when another is picked up.
  const origin = useRef<{ readonly id: string; readonly at: Destination }>(undefined)
  // A handle loses the focus for a moment when its item moves in the page.
  const isMoving = useRef(false)

  const lift = useCallback((row: Row | undefined): void => {
    origin.current = row && { id: row.id, at: placeOf(row) }
    setLifted(row?.id)
  }, [])

  const move = useCallback((edit: () => void): void => {
    isMoving.current = true
    edit()
    isMoving.current = false
  }, [])

  const press = useCallback(
    (event: KeyboardEvent, id: string): void => {
      const describe = (is: string): string => {
        const { rows } = shown.current
        const at = rows.findIndex((row) => row.id === id)
        const row = rows[at]
        if (!row) return ''
        const block = row.kind === 'layer' ? row.layer.block : undefined
        return `${nameOfRow(row)} ${is} ${placeInRows(rows, at)}${block === undefined ? '' : `, in “${block}”`}.`
      }
      const isLifted = origin.current?.id === id
      const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
      const row = shown.current.rows.find((each) => each.id === id)

      if (event.key === ' ' || event.key === 'Enter') {
        lift(isLifted ? undefined : row)
        say(describe(isLifted ? 'is put down as' : 'is picked up as'))
      } else if (isLifted && by !== undefined && !event.shiftKey) {
        move(() => edits.stepByHandle(id, by))
        say(describe('is'))
      } else if (isLifted && event.key === 'Escape') {
        const { at } = origin.current!
        move(() => edits.place(id, at))
        lift(undefined)
        say(describe('is back as'))
      } else return
      event.preventDefault()
      event.stopPropagation()
    },
    [edits, shown, say, lift, move],
  )

  const leave = useCallback((): void => {
    if (!isMoving.current) lift(undefined)
  }, [lift])

  return { lifted, press, leave }
}

/** Where the row is, as a destination of its own. */
function placeOf(row: Row): Destination {
  return row.kind === 'block' ? { to: row.block.start, block: row.block.name } : { to: row.at, block: row.layer.block }
}
