/** Which images of a grid are selected, and how pressing changes that: as in a list of files. */
import { addRange, rangeOf, togglePosition, type Positions } from './positions'

export interface GridSelection {
  /** The place of the keyboard, and of the image that is shown large. */
  readonly active: number
  /** Where a range begins. */
  readonly anchor: number
  readonly selected: Positions
}

/** `several`: one more or one less, the others stay. `range`: all from the anchor. */
export type Press = 'one' | 'several' | 'range'

export const FIRST_IMAGE: GridSelection = { active: 0, anchor: 0, selected: [] }

export function selectAt(selection: GridSelection, at: number, press: Press): GridSelection {
  if (press === 'range') return { ...selection, active: at, selected: [rangeOf(selection.anchor, at)] }
  const selected = press === 'several' ? togglePosition(selection.selected, at) : addRange([], [at, at + 1])
  return { active: at, anchor: at, selected }
}

export function selectAll(selection: GridSelection, total: number): GridSelection {
  return { ...selection, selected: total > 0 ? [[0, total]] : [] }
}

/** After the images have changed under it: nothing is selected, and the place stays as long as there is one. */
export function keepPlace({ active }: GridSelection, total: number): GridSelection {
  const place = Math.max(0, Math.min(active, total - 1))
  return { active: place, anchor: place, selected: [] }
}
