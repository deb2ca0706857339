/** The edits of the list of layers, each of which leaves the focus where the next one is likely to be made. */
import { useMemo, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { inputIdsAt } from '../../../model/graph/inputs'
import type { LayerFacts } from '../../../model/graph/shapes'
import { INPUT, type ArgumentValue, type From, type LayerFix, type Shape } from '../../../model/layers/define'
import type { Layer, LayerClassName } from '../../../model/layers/registry'
import { useActions } from '../../../store/hooks'
import type { ReadableSource } from '../card/LayerFrom'
import { dropRow, stepRow, type Destination, type Row } from './rows'

/** The list as it is drawn now. */
export interface ShownList {
  readonly layers: readonly Layer[]
  readonly facts: readonly LayerFacts[]
  readonly input: Shape
  readonly rows: readonly Row[]
}

/** Rows are named by their ids. `at` is a place among the layers, from 0. */
export interface LayerEdits {
  add(at: number, className: LayerClassName): void
  addOwn(at: number, name: string): void
  paste(at: number, text: string): number
  /** One place up or down, by its button. */
  step(row: string, by: 1 | -1): void
  /** The same, held by its handle. */
  stepByHandle(row: string, by: 1 | -1): void
  /** To a place of its own stack of steps, held by its handle. */
  place(row: string, destination: Destination): void
  drop(row: string, over: string): void
  /** Layers of several rows, to where the one that was dragged is dropped. */
  dropAll(ids: readonly string[], row: string, over: string): void
  duplicate(row: string): void
  remove(row: string): void
  duplicateAll(ids: readonly string[]): void
  removeAll(ids: readonly string[]): void
  /** Removes what was copied. */
  cutAll(ids: readonly string[]): void
  change(id: string, field: string, value: ArgumentValue): void
  rename(id: string, name: string): void
  connect(id: string, from: readonly From[]): void
  freeze(ids: readonly string[], frozen: boolean): void
  fix(id: string, fix: LayerFix): void
  sourcesOf(id: string): readonly ReadableSource[]
  /** Gives the focus to the row with that layer; to the one at that place of the list when there is none. */
  focus(layer: string | undefined, place?: number): void
}

/**
 * @param room holds the list and the button that adds a layer. The rows are marked with `data-row`, their handles with `data-handle`, their
 *   move buttons with `data-move`, and the button with `data-add`.
 */
export function useLayerEdits(room: RefObject<HTMLElement | null>, shown: RefObject<ShownList>): LayerEdits {
  const actions = useActions()
  return useMemo(() => {
    const rowOf = (id: string): Row | undefined => shown.current.rows.find((row) => row.id === id)
    const elementOf = (id: string): HTMLElement | null =>
      room.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null

    // The page must hold the edit before the focus can move to what it made.
    const focus: LayerEdits['focus'] = (layer, place = 0) => {
      const { rows } = shown.current
      const row =
        rows.find(({ ids: [first] }) => first === layer) ??
        (layer === undefined ? undefined : rows.find(({ ids }) => ids.includes(layer))) ??
        rows[Math.min(place, rows.length - 1)]
      const target = row ? elementOf(row.id) : room.current?.querySelector<HTMLElement>('[data-add]')
      target?.focus()
    }
    const focusNew = (edit: () => readonly string[]): number => {
      let added: readonly string[] = []
      flushSync(() => {
        added = edit()
      })
      if (added.length > 0) focus(added[0])
      return added.length
    }
    /** The row stays, or its neighbour takes its place. */
    const focusRow = (id: string, edit: () => void): void => {
      const place = shown.current.rows.findIndex((row) => row.id === id)
      const [first] = rowOf(id)?.ids ?? []
      flushSync(edit)
      focus(first, place)
    }
    /** What comes behind layers that go. */
    const focusNext = (ids: readonly string[], edit: () => void): void => {
      const first = shown.current.rows.findIndex((row) => row.ids.some((id) => ids.includes(id)))
      flushSync(edit)
      focus(undefined, first)
    }
    const moveTo = (row: Row, { to, block }: Destination): void =>
      flushSync(() => {
        if (row.kind === 'block') actions.moveBlock(row.block.name, to)
        else actions.placeLayers(row.ids, to, block)
      })
    const place: LayerEdits['place'] = (id, destination) => {
      const row = rowOf(id)
      if (row) moveTo(row, destination)
      elementOf(id)?.querySelector<HTMLElement>('[data-handle]')?.focus()
    }
    const destinationOf = (id: string, by: 1 | -1): Destination | undefined => stepRow(shown.current.rows, id, by)

    return {
      add: (at, className) => void focusNew(() => actions.addLayer(at, className)),
      addOwn: (at, name) => void focusNew(() => actions.addOwnBlock(at, name)),
      paste: (at, text) => focusNew(() => actions.pasteLayers(at, text)),
      step(id, by) {
        const [row, destination] = [rowOf(id), destinationOf(id, by)]
        if (!row || !destination) return
        moveTo(row, destination)
        const buttons = [...(elementOf(id)?.querySelectorAll<HTMLButtonElement>('[data-move]') ?? [])]
        const pressed = buttons.find((button) => button.dataset['move'] === String(by))
        // At the end of the list the pressed button is disabled, and its counterpart is the way back.
        const target = pressed?.disabled ? buttons.find((button) => !button.disabled) : pressed
        target?.focus()
      },
      stepByHandle(id, by) {
        const destination = destinationOf(id, by)
        if (destination) place(id, destination)
      },
      place,
      drop(id, over) {
        const destination = dropRow(shown.current.rows, id, over)
        if (destination) place(id, destination)
      },
      dropAll(ids, id, over) {
        const { layers, rows } = shown.current
        const [row, destination] = [rowOf(id), dropRow(rows, id, over)]
        if (!row || !destination) return
        const before = layers.filter((layer) => !row.ids.includes(layer.id)).slice(0, destination.to)
        const to = before.filter((layer) => !ids.includes(layer.id)).length
        const block = row.kind === 'block' ? undefined : destination.block
        flushSync(() => actions.moveTogether(ids, to, block))
        elementOf(id)?.querySelector<HTMLElement>('[data-handle]')?.focus()
      },
      duplicate: (id) => void focusNew(() => actions.duplicateLayers(rowOf(id)?.ids ?? [])),
      remove: (id) => focusRow(id, () => actions.removeLayers(rowOf(id)?.ids ?? [])),
      duplicateAll: (ids) => void focusNew(() => actions.duplicateLayers(ids)),
      removeAll: (ids) => focusNext(ids, () => actions.removeLayers(ids)),
      cutAll: (ids) => focusNext(ids, () => actions.cutLayers(ids)),
      change: (id, field, value) => actions.editLayer(id, field, value),
      rename: (id, name) => actions.renameLayer(id, name),
      connect: (id, from) => actions.connectLayer(id, from),
      freeze: (ids, frozen) => actions.freezeLayers(ids, frozen),
      fix: (id, fix) => focusRow(id, () => actions.fixLayer(id, fix)),
      sourcesOf(id) {
        const { layers, facts, input } = shown.current
        const at = layers.findIndex((layer) => layer.id === id)
        const images = { id: INPUT, name: 'the images', shape: input }
        const before = layers.slice(0, at).map((layer, index): ReadableSource => {
          const { name = layer.className, output } = facts[index] ?? {}
          return { id: layer.id, name, className: layer.className, ...(output && { shape: output }) }
        })
        return [images, ...before].toReversed()
      },
      focus,
    }
  }, [actions, room, shown])
}

/** What each input of the layer at a place is called. */
export function readsAt(layers: readonly Layer[], facts: readonly LayerFacts[], at: number): readonly string[] {
  const { from } = layers[at] ?? {}
  if (!from) return ['above']
  return inputIdsAt(layers, at).map((id, input) => {
    if (from[input] === 'above') return 'above'
    if (id === INPUT) return 'the images'
    const index = layers.findIndex((layer) => layer.id === id)
    return index < 0 ? 'a missing layer' : (facts[index]?.name ?? layers[index]!.className)
  })
}
