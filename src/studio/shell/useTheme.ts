import { useSyncExternalStore } from 'react'

const THEMES = ['system', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const KEY = 'strata.theme'

let worn: Theme = 'system'
const listeners = new Set<() => void>()

/** Dresses the page as it was left; called before the first painting, so that it does not flash in another theme. */
export function restoreTheme(): void {
  wear(readTheme())
}

/** The chosen theme, kept across visits, and what chooses the next one. */
export function useTheme(): { readonly theme: Theme; cycle(): void } {
  const theme = useSyncExternalStore(subscribe, () => worn)

  const cycle = (): void => {
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
    wear(next)
    try {
      localStorage.setItem(KEY, next)
    } catch {
      // A browser without storage forgets the choice; the page works all the same.
    }
  }
  return { theme, cycle }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function wear(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  worn = theme
  for (const hear of listeners) hear()
}

function readTheme(): Theme {
  try {
    const saved = localStorage.getItem(KEY)
    return THEMES.find((theme) => theme === saved) ?? 'system'
  } catch {
    return 'system'
  }
}
