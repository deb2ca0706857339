/** Which layers are selected, and how pressing changes that: as in a list of files. */
import type { Row } from './rows'

export interface Selection {
  /** The ids of layers. */
  readonly selected: ReadonlySet<string>
  /** The row from which a range goes. */
  readonly anchor: string | undefined
}

/** `one`: none is selected, and ranges go from here. `several`: this row more or less. `range`: all from the anchor. */
export type Press = 'one' | 'several' | 'range'

export const NOTHING: Selection = { selected: new Set(), anchor: undefined }

export function selectRow(selection: Selection, rows: readonly Row[], id: string, press: Press): Selection {
  const at = rows.findIndex((row) => row.id === id)
  const row = rows[at]
  if (!row) return selection
  if (press === 'one') return { selected: new Set(), anchor: id }
  if (press === 'several') {
    const others = [...selection.selected].filter((each) => !row.ids.includes(each))
    return { selected: new Set(isRowSelected(selection.selected, row) ? others : [...others, ...row.ids]), anchor: id }
  }
  const from = rows.findIndex((each) => each.id === selection.anchor)
  const [first, last] = from < 0 ? [at, at] : [Math.min(from, at), Math.max(from, at)]
  const selected = new Set(rows.slice(first, last + 1).flatMap(({ ids }) => ids))
  return { selected, anchor: rows[from]?.id ?? id }
}

export function isRowSelected(selected: ReadonlySet<string>, { ids }: Row): boolean {
  return ids.every((id) => selected.has(id))
}

/** The layers that go along when a row is dragged: all that are selected, where the row is selected with others. Else none. */
export function draggedTogether(rows: readonly Row[], selected: ReadonlySet<string>, id: string): readonly string[] {
  const row = rows.find((each) => each.id === id)
  if (!row || !isRowSelected(selected, row)) return []
  const all = [...new Set(rows.flatMap(({ ids }) => ids))].filter((each) => selected.has(each))
  return all.length > row.ids.length ? all : []
}
