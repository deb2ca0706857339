import { useState } from 'react'
import { FIRST_IMAGE, keepPlace, type GridSelection } from './gridSelection'
import type { ShownPages } from './useImagePages'

export interface GridSelectionState {
  readonly selection: GridSelection
  setSelection(selection: GridSelection): void
  /** Another number for other images: those of another filter begin at the top. */
  readonly generation: number
}

/** The selection among the images on show. It is emptied when they change. The place stays while the filter does. */
export function useGridSelection(shown: ShownPages | undefined, count: number): GridSelectionState {
  const [state, setState] = useState({ selection: FIRST_IMAGE, generation: 0, shown })
  if (state.shown !== shown) {
    const isSameFilter = state.shown?.filter === shown?.filter
    setState({
      selection: isSameFilter ? keepPlace(state.selection, count) : FIRST_IMAGE,
      generation: state.generation + (isSameFilter ? 0 : 1),
      shown,
    })
  }
  const { selection, generation } = state
  return { selection, generation, setSelection: (next) => setState({ ...state, selection: next }) }
}
