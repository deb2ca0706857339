/**
 * The views that have an address of their own, after its `#`. Every other address, that of a room of the studio too, is the studio's, which
 * is there all along.
 */
import { useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { addressOf, ALL_RUNS, readRunsPlace, type RunsPlace } from '../runs/place'

const VIEWS = { runs: 'Runs', bench: 'How fast is this machine?' } as const

export type View = 'studio' | keyof typeof VIEWS

export function useView(): View {
  return useSyncExternalStore(subscribe, () => viewOf(location.hash))
}

export function openView(view: View): void {
  location.hash = view
}

export function viewOf(hash: string): View {
  if (readRunsPlace(hash)) return 'runs'
  const name = hash.slice(1)
  return Object.hasOwn(VIEWS, name) ? (name as keyof typeof VIEWS) : 'studio'
}

/** The address that the view of runs has, or had when it was left. */
export function useRunsAddress(): string {
  return useSyncExternalStore(subscribe, runsAddress)
}

let lastRunsAddress = '#runs'

function runsAddress(): string {
  if (viewOf(location.hash) === 'runs') lastRunsAddress = location.hash
  return lastRunsAddress
}

/** What that address says. */
export function useRunsPlace(): RunsPlace {
  const address = useRunsAddress()
  return useMemo(() => readRunsPlace(address) ?? ALL_RUNS, [address])
}

/** @param how `replace`: Back leads to what was before the place that is left. */
export function openRunsPlace(place: RunsPlace, how?: 'replace'): void {
  const address = addressOf(place)
  if (how === 'replace') history.replaceState(null, '', address)
  else history.pushState(null, '', address)
  // At once, so that nothing is pressed meanwhile that the address doesn't have.
  dispatchEvent(new HashChangeEvent('hashchange'))
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
