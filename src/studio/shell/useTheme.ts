import { useEffect, useState } from 'react'

const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'strata.theme'

/** The chosen theme, kept across visits, and what chooses the next one. */
export function useTheme(): { readonly theme: Theme; cycle(): void } {
  const [theme, setTheme] = useState(readTheme)

  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
    try {
      localStorage.setItem(KEY, theme)
    } catch {
      // A browser without storage forgets the choice; the page works all the same.
    }
  }, [theme])

  return { theme, cycle: () => setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system') }
}

function readTheme(): Theme {
  try {
    const saved = localStorage.getItem(KEY)
    return THEMES.find((theme) => theme === saved) ?? 'system'
  } catch {
    return 'system'
  }
}
