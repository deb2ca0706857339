import { Redo2, Undo2 } from 'lucide-react'
import { IconButton } from './Button'

export interface HistoryButtonsProps {
  /** What was done, such as `Rename it`; undefined where there is nothing to take back, or to do again. */
  readonly undoes: string | undefined
  readonly redoes: string | undefined
  onUndo(): void
  onRedo(): void
}

/** Undo and Redo, which say what. */
export function HistoryButtons({ undoes, redoes, onUndo, onRedo }: HistoryButtonsProps) {
  return (
    <>
      <IconButton
        label={labelOf('Undo', undoes)}
        icon={<Undo2 size={16} aria-hidden />}
        disabled={undoes === undefined}
        onClick={onUndo}
      />
      <IconButton
        label={labelOf('Redo', redoes)}
        icon={<Redo2 size={16} aria-hidden />}
        disabled={redoes === undefined}
        onClick={onRedo}
      />
    </>
  )
}

/** `Undo: rename it`. */
function labelOf(verb: string, did: string | undefined): string {
  if (!did) return verb
  return `${verb}: ${did.charAt(0).toLowerCase()}${did.slice(1)}`
}
