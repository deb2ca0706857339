import { Monitor, Moon, Sun } from 'lucide-react'
import { useActions, useHistory } from '../../store/hooks'
import { IconButton } from '../../ui/Button'
import { HistoryButtons } from '../../ui/HistoryButtons'
import styles from './Header.module.css'
import { History } from './History'
import type { View } from './useAddress'
import { useTheme } from './useTheme'

const ROOMS = [
  { id: 'data', name: 'Data' },
  { id: 'model', name: 'Model' },
  { id: 'train', name: 'Train' },
  { id: 'evaluate', name: 'Evaluate' },
  { id: 'use', name: 'Use' },
]

const VIEWS: readonly { readonly id: View; readonly name: string }[] = [
  { id: 'studio', name: 'Studio' },
  { id: 'runs', name: 'Runs' },
]

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon }

export function Header({ view }: { readonly view: View }) {
  const { undo, redo } = useActions()
  const { undoes, redoes } = useHistory()
  const { theme, cycle } = useTheme()
  const ThemeIcon = THEME_ICONS[theme]

  return (
    <header className={styles.header}>
      <h1 className={styles.brand}>
        <Mark />
        Strata
      </h1>
      <nav className={styles.views} aria-label="Views">
        {VIEWS.map(({ id, name }) => (
          <a key={id} href={`#${id}`} aria-current={id === view ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      {view === 'studio' && (
        <nav className={styles.rooms} aria-label="Rooms">
          {ROOMS.map(({ id, name }) => (
            <a key={id} href={`#${id}`}>
              {name}
            </a>
          ))}
        </nav>
      )}
      <div className={styles.tools}>
        {view === 'studio' && (
          <>
            <HistoryButtons undoes={undoes} redoes={redoes} onUndo={undo} onRedo={redo} />
            <History isEmpty={undoes === undefined && redoes === undefined} />
          </>
        )}
        <IconButton label={`Theme: ${theme}`} icon={<ThemeIcon size={16} aria-hidden />} onClick={cycle} />
      </div>
    </header>
  )
}

/** Three layers, one on the other. */
function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 24 24" aria-hidden>
      <path d="M12 2 22 7 12 12 2 7Z" />
      <path d="m4.2 10.9 7.8 3.9 7.8-3.9L22 12l-10 5L2 12Z" opacity=".65" />
      <path d="m4.2 15.9 7.8 3.9 7.8-3.9L22 17l-10 5L2 17Z" opacity=".35" />
    </svg>
  )
}
