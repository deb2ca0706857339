/** A link that the page is opened by, or that comes into its address later. */
import { useEffect } from 'react'
import { useActions } from '../../store/hooks'
import { isLink } from '../../store/link/link'

/** Opens the layers in the page's address. They leave it, so that a reload does not bring them again over later edits. */
export function useLinks(): void {
  const { openLink } = useActions()
  useEffect(() => {
    const open = (): void => {
      const { hash } = location
      if (!isLink(hash)) return
      history.replaceState(null, '', location.pathname + location.search)
      void openLink(hash)
    }
    open()
    addEventListener('hashchange', open)
    return () => removeEventListener('hashchange', open)
  }, [openLink])
}
