/**
 * The views that have an address of their own, after its `#`. Every other address, that of a room of the studio too, is the studio's, which
 * is there all along.
 */
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react'

const VIEWS = { runs: 'Runs', bench: 'How fast is this machine?' } as const

export type View = 'studio' | keyof typeof VIEWS

export function useView(): View {
  return useSyncExternalStore(subscribe, () => viewOf(location.hash))
}

export function openView(view: View): void {
  location.hash = view
}

export function viewOf(hash: string): View {
  const name = hash.slice(1)
  return Object.hasOwn(VIEWS, name) ? (name as keyof typeof VIEWS) : 'studio'
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

/** The window's title names the view, and each view is found scrolled as it was left. */
export function useViewIsKept(view: View): void {
  const places = useRef<Partial<Record<View, number>>>({})
  const shown = useRef(view)
  useLayoutEffect(() => {
    const known = places.current
    if (shown.current !== view) scrollTo(0, known[view] ?? 0)
    shown.current = view
    const note = (): void => void (known[view] = scrollY)
    addEventListener('scroll', note, { passive: true })
    return () => removeEventListener('scroll', note)
  }, [view])
  useEffect(() => {
    document.title = view === 'studio' ? 'Strata' : `${VIEWS[view]} · Strata`
  }, [view])
}
