import { useState } from 'react'

const THEMES = ['system', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const KEY = 'strata.theme'

/** Dresses the page as it was left; called before the first painting, so that it does not flash in another theme. */
export function restoreTheme(): void {
  wear(readTheme())
}

/** The chosen theme, kept across visits, and what chooses the next one. */
export function useTheme(): { readonly theme: Theme; cycle(): void } {
  const [theme, setTheme] = useState(readTheme)

  const cycle = (): void => {
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
    wear(next)
    setTheme(next)
    try {
      localStorage.setItem(KEY, next)
    } catch {
      // A browser without storage forgets the choice; the page works all the same.
    }
  }
  return { theme, cycle }
}

function wear(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

function readTheme(): Theme {
  try {
    const saved = localStorage.getItem(KEY)
    return THEMES.find((theme) => theme === saved) ?? 'system'
  } catch {
    return 'system'
  }
}
