import { BookmarkPlus, CornerUpLeft, Ellipsis, RotateCcw, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ResumableRun } from '../../engine/protocol/resume'
import type { ListedRun } from '../../runs/record'
import { sayTrained } from '../../runs/sayTrained'
import { Button } from '../../ui/Button'
import { Menu } from '../../ui/Menu'
import { describeReturn } from './describeReturn'
import type { RunRowActions } from './rowActions'
import styles from './RunsTable.module.css'

interface RunActionsProps {
  readonly run: ListedRun
  /** Where it can be resumed from, and what keeps it from that; absent where it has no checkpoint. */
  readonly resumable: ResumableRun | undefined
  /** They are in one menu. */
  readonly isNarrow: boolean
  readonly actions: RunRowActions
}

interface RunAction {
  readonly name: string
  /** Where there is more to say than the name. */
  readonly description?: string
  readonly obstacle?: string
  readonly icon: ReactNode
  readonly opensWindow?: boolean
  readonly isApart?: boolean
  onSelect(): void
}

/** What can be done with a run. */
export function RunActions({ run, resumable, isNarrow, actions }: RunActionsProps) {
  const all = listActions(run, resumable, actions)
  if (isNarrow) {
    return (
      <Menu
        trigger={
          <Button look="plain" size="small" className={styles.button} aria-label={`Actions of run ${run.number}`}>
            <Ellipsis size={16} aria-hidden />
          </Button>
        }
        items={all}
      />
    )
  }
  return (
    <div className={styles.buttons}>
      {all.map(({ name, description, obstacle, icon, onSelect }) => (
        // With the browser's own tooltip: there are a hundred of these in view, and all of them are new after a sort.
        <Button
          key={name}
          look="plain"
          size="small"
          className={styles.button}
          aria-label={name}
          title={obstacle ?? description ?? name}
          unavailable={obstacle !== undefined}
          onClick={onSelect}
        >
          {icon}
        </Button>
      ))}
    </div>
  )
}

function listActions(
  run: ListedRun,
  resumable: ResumableRun | undefined,
  actions: RunRowActions,
): readonly RunAction[] {
  const { number } = run
  const back = describeReturn(run, resumable)
  const isTrained = 'summary' in run && run.state === 'running'
  const deletion: RunAction = {
    name: `Delete run ${number}`,
    ...(isTrained && { obstacle: sayTrained([number]) }),
    icon: <Trash2 size={14} aria-hidden />,
    isApart: true,
    onSelect: () => actions.remove([number]),
  }
  if (!('summary' in run)) return [deletion]
  return [
    ...(back ? [{ ...back, icon: <RotateCcw size={14} aria-hidden />, onSelect: () => actions.resume(number) }] : []),
    {
      name: `Restore run ${number} into the studio`,
      icon: <CornerUpLeft size={14} aria-hidden />,
      onSelect: () => actions.restore(number),
    },
    {
      name: `Register run ${number} as a version`,
      icon: <BookmarkPlus size={14} aria-hidden />,
      opensWindow: true,
      onSelect: () => actions.register(number),
    },
    deletion,
  ]
}
