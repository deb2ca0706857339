import { useActions, useHistory } from '../../store/hooks'
import { HistoryButtons } from '../../ui/HistoryButtons'
import { Brand } from './Brand'
import styles from './Header.module.css'
import { History } from './History'
import { ThemeButton } from './ThemeButton'

const ROOMS = [
  { id: 'data', name: 'Data' },
  { id: 'model', name: 'Model' },
  { id: 'train', name: 'Train' },
  { id: 'evaluate', name: 'Evaluate' },
  { id: 'use', name: 'Use' },
]

export function Header() {
  const { undo, redo } = useActions()
  const { undoes, redoes } = useHistory()

  return (
    <header className={styles.header}>
      <h1 className={styles.brand}>
        <Brand />
      </h1>
      <nav className={styles.rooms} aria-label="Rooms">
        {ROOMS.map(({ id, name }) => (
          <a key={id} href={`#${id}`}>
            {name}
          </a>
        ))}
      </nav>
      <div className={styles.tools}>
        <HistoryButtons undoes={undoes} redoes={redoes} onUndo={undo} onRedo={redo} />
        <History isEmpty={undoes === undefined && redoes === undefined} />
        <ThemeButton />
      </div>
    </header>
  )
}
