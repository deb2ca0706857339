import { useEffect } from 'react'
import { useActions } from '../../store/hooks'

/**
 * Ctrl+Z and Ctrl+Shift+Z (Cmd on a Mac), and Ctrl+Y, anywhere on the page: typing in a field edits the document too.
 * @param isOn whether the document is in view.
 */
export function useUndoKeys(isOn: boolean): void {
  const { undo, redo } = useActions()
  useEffect(() => {
    if (!isOn) return undefined
    const press = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      if (key === 'z' && !event.shiftKey) undo()
      else if ((key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey)) redo()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [isOn, undo, redo])
}
