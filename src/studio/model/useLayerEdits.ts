/** The edits of the list of layers, each of which leaves the focus where the next one is likely to be made. */
import { useMemo, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import type { ArgumentValue, LayerFix } from '../../model/layers/define'
import type { LayerClassName } from '../../model/layers/registry'
import { useActions } from '../../store/hooks'

/** `at` is always the place of the layer with this id, from 0. */
export interface LayerEdits {
  insert(at: number, className: LayerClassName): void
  move(id: string, at: number, by: 1 | -1): void
  /** To a place in the list, held by its handle. */
  moveTo(id: string, to: number): void
  duplicate(id: string, at: number): void
  remove(id: string, at: number): void
  change(id: string, field: string, value: ArgumentValue): void
  fix(id: string, at: number, fix: LayerFix): void
}

/**
 * @param room holds the list and the button that adds a layer. The items are marked with `data-layer`, their handles with `data-handle`,
 *   their move buttons with `data-move`, and the button with `data-add`.
 */
export function useLayerEdits(room: RefObject<HTMLElement | null>): LayerEdits {
  const actions = useActions()
  return useMemo(() => {
    const items = (): HTMLElement[] => [...(room.current?.querySelectorAll<HTMLElement>('[data-layer]') ?? [])]

    // The page must hold the edit before the focus can move to what it made.
    const focusLayer = (edit: () => void, at: number): void => {
      flushSync(edit)
      const layers = items()
      const target = layers[Math.min(at, layers.length - 1)] ?? room.current?.querySelector<HTMLElement>('[data-add]')
      target?.focus()
    }
    return {
      insert: (at, className) => focusLayer(() => actions.addLayer(at, className), at),
      move(id, at, by) {
        flushSync(() => actions.placeLayers([id], at + by, undefined))
        const buttons = [...(items()[at + by]?.querySelectorAll<HTMLButtonElement>('[data-move]') ?? [])]
        const pressed = buttons.find((button) => button.dataset['move'] === String(by))
        // At the end of the list the pressed button is disabled, and its counterpart is the way back.
        const target = pressed?.disabled ? buttons.find((button) => !button.disabled) : pressed
        target?.focus()
      },
      moveTo(id, to) {
        flushSync(() => actions.placeLayers([id], to, undefined))
        items()[to]?.querySelector<HTMLElement>('[data-handle]')?.focus()
      },
      duplicate: (id, at) => focusLayer(() => actions.duplicateLayers([id]), at + 1),
      remove: (id, at) => focusLayer(() => actions.removeLayers([id]), at),
      change: (id, field, value) => actions.editLayer(id, field, value),
      fix: (id, at, fix) => focusLayer(() => actions.fixLayer(id, fix), fix.kind === 'insertBefore' ? at + 1 : at),
    }
  }, [actions, room])
}
