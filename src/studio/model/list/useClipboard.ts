/** Copy, cut and paste of layers by the keys of the system, wherever in the room the focus is but in a field. */
import { useEffect, type RefObject } from 'react'
import { useActions } from '../../../store/hooks'

export interface ClipboardPlaces {
  /** The layers that are copied: those selected, or those of the row with the focus. */
  chosen(): readonly string[]
  onCopied(count: number, isCut: boolean): void
  onPaste(text: string): void
  /** Removes what was cut, from the page at once. */
  onCut(ids: readonly string[]): void
}

export function useClipboard(room: RefObject<HTMLElement | null>, places: RefObject<ClipboardPlaces>): void {
  const { copyLayers } = useActions()
  useEffect(() => {
    const take = (event: ClipboardEvent): void => {
      const ids = isMeant(room.current, event) && !hasTextSelected() ? places.current.chosen() : []
      if (ids.length === 0 || !event.clipboardData) return
      const isCut = event.type === 'cut'
      event.clipboardData.setData('text/plain', copyLayers(ids))
      event.preventDefault()
      if (isCut) places.current.onCut(ids)
      places.current.onCopied(ids.length, isCut)
    }
    const paste = (event: ClipboardEvent): void => {
      if (!isMeant(room.current, event)) return
      const text = event.clipboardData?.getData('text/plain')
      if (!text) return
      // Without a focus, only what may be layers is for the list.
      if (document.activeElement === document.body && !text.trimStart().startsWith('{')) return
      event.preventDefault()
      places.current.onPaste(text)
    }
    document.addEventListener('copy', take)
    document.addEventListener('cut', take)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('copy', take)
      document.removeEventListener('cut', take)
      document.removeEventListener('paste', paste)
    }
  }, [copyLayers, places, room])
}

/** A field keeps its own copy and paste, and so does any other room. */
function isMeant(room: HTMLElement | null, { target }: ClipboardEvent): boolean {
  const focused = document.activeElement
  if (target instanceof HTMLElement && (isField(target) || target.isContentEditable)) return false
  return focused === document.body || (room?.contains(focused) ?? false)
}

export function isField(element: Element): boolean {
  return element.matches('input:not([type="checkbox"]), textarea, select')
}

function hasTextSelected(): boolean {
  return !(document.getSelection()?.isCollapsed ?? true)
}
