/** Which layers of the list are selected and which row has the keyboard; and what the keys, the clipboard and the bar do with them. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { findGroupProblem } from '../../../model/graph/blocks'
import { useActions } from '../../../store/hooks'
import { readClipboard, writeClipboard } from '../../../ui/clipboard'
import { formatAmount } from '../../../ui/format'
import { NOTHING, selectRow, type Press } from './selection'
import type { BlockEdits } from './useBlockEdits'
import { useClipboard, type ClipboardPlaces } from './useClipboard'
import type { LayerEdits, ShownList } from './useLayerEdits'
import { useRowKeys, type RowCommands } from './useRowKeys'

export interface ListSelection {
  readonly selected: ReadonlySet<string>
  /** How many of the layers that there are are selected. */
  readonly count: number
  /** The row to which the Tab key leads. */
  readonly tabStop: string | undefined
  readonly commands: RowCommands
  /** Why layers could not be made one block, as long as the selection stays. */
  readonly refusal: string | undefined
  /** What `freeze` would do with the selected layers; undefined where none has weights. */
  readonly freezing: 'freeze' | 'train' | undefined
  copy(): void
  cut(): void
  paste(): void
  freeze(): void
  select(row: string, press: Press): void
}

const INTERACTIVE = 'button, input, select, label, summary, a'

export function useListSelection(
  room: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  shown: RefObject<ShownList>,
  now: Pick<ShownList, 'layers' | 'facts' | 'rows'>,
  edits: LayerEdits,
  blocks: BlockEdits,
  say: (news: string) => void,
): ListSelection {
  const actions = useActions()
  const [selection, setSelection] = useState(NOTHING)
  const [active, setActive] = useState<string>()
  const [refused, setRefused] = useState<{ readonly selection: typeof selection; readonly why: string }>()
  const { selected } = selection
  const stillSelected = (): readonly string[] =>
    shown.current.layers.filter(({ id }) => selected.has(id)).map(({ id }) => id)
  const focusedRow = () => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row']
    return shown.current.rows.find(({ id }) => id === focused)
  }
  const chosen = (): readonly string[] => {
    const ids = stillSelected()
    return ids.length > 0 ? ids : (focusedRow()?.ids ?? [])
  }
  const clear = (): void => setSelection({ ...selection, selected: new Set() })
  const count = (ids: readonly string[]): string => formatAmount(ids.length, 'layer')

  const commands: RowCommands = {
    goTo(row, press) {
      if (press) commandsNow.current.select(row, press)
      room.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`)?.focus()
    },
    select(row, press) {
      // A range goes from where the keyboard is, when nothing is selected yet, or what it went from is gone.
      const hasAnchor = shown.current.rows.some(({ id }) => id === selection.anchor)
      const goesOn = hasAnchor && stillSelected().length > 0
      const anchor = goesOn ? selection.anchor : (focusedRow()?.id ?? selection.anchor)
      const next = selectRow({ selected, anchor }, shown.current.rows, row, press)
      if (next.selected.size > 0 || selected.size > 0) say(`${formatAmount(next.selected.size, 'layer')} selected.`)
      setSelection(next)
    },
    selectAll() {
      const { layers, rows } = shown.current
      setSelection({ selected: new Set(layers.map(({ id }) => id)), anchor: rows[0]?.id })
      say(`All ${formatAmount(layers.length, 'layer')} selected.`)
    },
    clear() {
      if (selected.size > 0) say('No layers selected.')
      clear()
    },
    remove() {
      const ids = chosen()
      if (ids.length === 0) return
      edits.removeAll(ids)
      clear()
      say(`${count(ids)} removed.`)
    },
    duplicate() {
      const ids = chosen()
      if (ids.length === 0) return
      edits.duplicateAll(ids)
      clear()
      say(`${count(ids)} duplicated.`)
    },
    group() {
      const ids = chosen()
      const problem = findGroupProblem(shown.current, ids)
      if (problem !== undefined) return setRefused({ selection, why: problem })
      blocks.group(ids)
      clear()
      say(`${count(ids)} grouped: type the name of the block.`)
    },
  }

  const places: ClipboardPlaces = {
    chosen,
    onCut(ids) {
      edits.cutAll(ids)
      clear()
    },
    onCopied: (ids, isCut) => say(`${formatAmount(ids, 'layer')} ${isCut ? 'cut' : 'copied'}.`),
    onPaste(text) {
      const ids = chosen()
      const last = shown.current.layers.findLastIndex(({ id }) => ids.includes(id))
      const added = edits.paste(last < 0 ? shown.current.layers.length : last + 1, text)
      if (added > 0) say(`${formatAmount(added, 'layer')} pasted.`)
    },
  }
  const send = async (isCut: boolean): Promise<void> => {
    const ids = stillSelected()
    if (ids.length === 0) return
    if (!(await writeClipboard(actions.copyLayers(ids)))) return actions.refuseClipboard()
    if (isCut) places.onCut(ids)
    places.onCopied(ids.length, isCut)
  }
  const paste = async (): Promise<void> => {
    const text = await readClipboard()
    if (text === undefined) actions.refuseClipboard()
    else placesNow.current.onPaste(text)
  }

  // What is called later does what it would do then, and stays the same, so that no row is drawn anew for it.
  const commandsNow = useRef(commands)
  const placesNow = useRef(places)
  useLayoutEffect(() => {
    commandsNow.current = commands
    placesNow.current = places
  })
  useClipboard(room, placesNow)
  const pressKey = useRowKeys(shown, commandsNow)
  const select = useCallback((row: string, press: Press) => commandsNow.current.select(row, press), [])

  // On the element itself: to React, what happens in a menu happens in the row that opened it.
  useEffect(() => {
    const element = list.current
    if (!element) return
    // With a key held, a press selects layers and no text.
    const pressMouse = (event: MouseEvent): void => {
      if (pressOf(event) !== 'one' && rowAt(event) !== undefined) event.preventDefault()
    }
    const click = (event: MouseEvent): void => {
      const row = rowAt(event)
      if (row !== undefined) commandsNow.current.goTo(row, pressOf(event))
    }
    const focus = ({ target }: FocusEvent): void => {
      if (target instanceof Element) setActive(target.closest<HTMLElement>('[data-row]')?.dataset['row'])
    }
    element.addEventListener('keydown', pressKey)
    element.addEventListener('mousedown', pressMouse)
    element.addEventListener('click', click)
    element.addEventListener('focusin', focus)
    return () => {
      element.removeEventListener('keydown', pressKey)
      element.removeEventListener('mousedown', pressMouse)
      element.removeEventListener('click', click)
      element.removeEventListener('focusin', focus)
    }
  }, [list, pressKey])

  const weighted = now.facts.filter(({ id, parameters }) => selected.has(id) && parameters > 0)
  const isFrozen = weighted.every(({ frozen }) => frozen)
  const freeze = (): void => {
    const ids = weighted.map(({ id }) => id)
    edits.freeze(ids, !isFrozen)
    say(isFrozen ? `${count(ids)} will train.` : `${count(ids)} frozen.`)
  }

  const tabStop = now.rows.some(({ id }) => id === active) ? active : now.rows[0]?.id

  return {
    selected,
    count: now.layers.filter(({ id }) => selected.has(id)).length,
    tabStop,
    commands,
    freezing: weighted.length === 0 ? undefined : isFrozen ? 'train' : 'freeze',
    freeze,
    refusal: refused?.selection === selection ? refused.why : undefined,
    copy: () => void send(false),
    cut: () => void send(true),
    paste: () => void paste(),
    select,
  }
}

/** The row under the pointer, unless it is on something of its own use. */
function rowAt({ target }: MouseEvent): string | undefined {
  if (!(target instanceof Element) || target.closest(INTERACTIVE)) return undefined
  return target.closest<HTMLElement>('[data-row]')?.dataset['row']
}

function pressOf(event: MouseEvent): Press {
  if (event.shiftKey) return 'range'
  return event.ctrlKey || event.metaKey ? 'several' : 'one'
}
