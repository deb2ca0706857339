/** The keys of the list, while a row or one of its buttons has the focus: to go from row to row, select, duplicate, group and remove. */
import { useCallback, type RefObject } from 'react'
import { isField } from './useClipboard'
import type { Press } from './selection'
import type { ShownList } from './useLayerEdits'

export interface RowCommands {
  /** Gives a row the focus; `press` selects it as well. */
  goTo(row: string, press?: Press): void
  select(row: string, press: Press): void
  selectAll(): void
  clear(): void
  /** Of the selected rows, or the one with the focus. */
  remove(): void
  duplicate(): void
  group(): void
}

export const ROW_KEYS =
  'With a layer in focus: arrow keys go to the next, with Shift they select. Space selects one more, Ctrl+A all. Ctrl+C, Ctrl+X and Ctrl+V copy, cut and paste, Ctrl+D duplicates, Ctrl+G groups, Delete removes.'

export function useRowKeys(
  shown: RefObject<ShownList>,
  commands: RefObject<RowCommands>,
): (event: KeyboardEvent) => void {
  return useCallback(
    (event) => {
      const { key, target, shiftKey } = event
      if (!(target instanceof HTMLElement) || isField(target)) return
      const element = target.closest<HTMLElement>('[data-row]')
      // What is picked up is moved by the keys of its handle.
      if (!element || ('handle' in target.dataset && target.ariaPressed === 'true')) return
      const { rows } = shown.current
      const at = rows.findIndex(({ id }) => id === element.dataset['row'])
      const isRow = target === element
      const control = event.ctrlKey || event.metaKey
      const go = (to: number): void => {
        const row = rows[Math.min(Math.max(0, to), rows.length - 1)]
        if (row) commands.current.goTo(row.id, shiftKey ? 'range' : undefined)
      }
      const letter = key.toLowerCase()
      if (event.altKey) return
      if (control && !shiftKey && letter === 'a') commands.current.selectAll()
      else if (control && !shiftKey && letter === 'd') commands.current.duplicate()
      else if (control && !shiftKey && letter === 'g') commands.current.group()
      else if (control) return
      // Arrow keys alone belong to the button that has the focus, such as one that opens a menu.
      else if (key === 'ArrowDown' && (isRow || shiftKey || 'select' in target.dataset)) go(at + 1)
      else if (key === 'ArrowUp' && (isRow || shiftKey || 'select' in target.dataset)) go(at - 1)
      else if (key === 'Home' && isRow) go(0)
      else if (key === 'End' && isRow) go(rows.length - 1)
      else if (key === ' ' && isRow && rows[at]) commands.current.goTo(rows[at].id, 'several')
      else if (key === 'Escape') commands.current.clear()
      else if (key === 'Delete' || (key === 'Backspace' && isRow)) commands.current.remove()
      else return
      event.preventDefault()
    },
    [commands, shown],
  )
}
