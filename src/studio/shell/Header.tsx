import { useActions, useHistory } from '../../store/hooks'
import { HistoryButtons } from '../../ui/HistoryButtons'
import { Brand } from './Brand'
import styles from './Header.module.css'
import { History } from './History'
import { ThemeButton } from './ThemeButton'
import { useRunsAddress, type View } from './useAddress'

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

export function Header({ view }: { readonly view: View }) {
  const { undo, redo } = useActions()
  const { undoes, redoes } = useHistory()
  const runs = useRunsAddress()
  // Back in the view of runs, a comparison is as it was left; from there the link leads to all of them.
  const addressOf = (id: View): string => (id === 'runs' && view !== 'runs' ? runs : `#${id}`)

  return (
    <header className={styles.header}>
      <h1 className={styles.brand}>
        <Brand />
      </h1>
      <nav className={styles.views} aria-label="Views">
        {VIEWS.map(({ id, name }) => (
          <a key={id} href={addressOf(id)} aria-current={id === view ? 'page' : undefined}>
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
        <ThemeButton />
      </div>
    </header>
  )
}
