/**
 * Moving a layer by keyboard: Space or Enter on its handle picks it up, the arrow keys move it, Space or Enter puts it down, and Escape
 * takes it back. Each step is an edit at once, so that shapes and problems can be watched along the way.
 */
import { useCallback, useRef, useState, type KeyboardEvent } from 'react'
import type { LayerEdits } from './useLayerEdits'

export interface KeyboardMove {
  /** The layer that is picked up. */
  readonly lifted: string | undefined
  /** What a screen reader is to say. */
  readonly news: string
  /** For the keys on a layer's handle. `name` is what the layer is called, `at` its place from 0, of `count`. */
  press(
    event: KeyboardEvent,
    layer: { readonly id: string; readonly name: string; readonly at: number; readonly count: number },
  ): void
  /** The focus has left the handle. */
  leave(): void
}

export function useKeyboardMove(edits: LayerEdits): KeyboardMove {
  const [move, setMove] = useState<{ readonly id: string; readonly from: number }>()
  const [news, setNews] = useState('')
  // A handle loses the focus for a moment when its item moves in the page.
  const isMoving = useRef(false)

  const moveTo = useCallback(
    (id: string, to: number): void => {
      isMoving.current = true
      edits.moveTo(id, to)
      isMoving.current = false
    },
    [edits],
  )

  const press: KeyboardMove['press'] = (event, { id, name, at, count }) => {
    const isLifted = move?.id === id
    const place = (index: number): string => `layer ${index + 1} of ${count}`
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]

    if (event.key === ' ' || event.key === 'Enter') {
      setMove(isLifted ? undefined : { id, from: at })
      setNews(isLifted ? `${name} is put down as ${place(at)}.` : `${name}, ${place(at)}, is picked up.`)
    } else if (isLifted && step !== undefined) {
      const to = Math.min(Math.max(0, at + step), count - 1)
      if (to !== at) moveTo(id, to)
      setNews(`${name} is ${place(to)}.`)
    } else if (isLifted && event.key === 'Escape') {
      moveTo(id, move.from)
      setMove(undefined)
      setNews(`${name} is back as ${place(move.from)}.`)
    } else return
    event.preventDefault()
  }

  return { lifted: move?.id, news, press, leave: () => !isMoving.current && setMove(undefined) }
}
