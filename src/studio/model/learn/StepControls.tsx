import { ChevronLeft, ChevronRight, Pause, Play as PlayIcon } from 'lucide-react'
import { Button, IconButton } from '../../../ui/Button'
import styles from './StepControls.module.css'
import type { Play } from './usePlay'

export interface StepControlsProps {
  readonly play: Play
  readonly hasNext: boolean
  readonly hasPrevious: boolean
  onPlay(): void
  onNext(): void
  onPrevious(): void
}

/** Steps from one output pixel to the next, by hand or by itself. */
export function StepControls({ play, hasNext, hasPrevious, onPlay, onNext, onPrevious }: StepControlsProps) {
  const Icon = play.isPlaying ? Pause : PlayIcon
  return (
    <div className={styles.controls} role="group" aria-label="Steps">
      <IconButton
        label="Previous pixel"
        icon={<ChevronLeft size={16} aria-hidden />}
        unavailable={!hasPrevious}
        onClick={onPrevious}
      />
      {play.standsStill ? (
        <span className={styles.still}>Stands still, as your system asks for less motion</span>
      ) : (
        <Button onClick={onPlay}>
          <Icon size={14} aria-hidden />
          {play.isPlaying ? 'Pause' : 'Play'}
        </Button>
      )}
      <IconButton
        label="Next pixel"
        icon={<ChevronRight size={16} aria-hidden />}
        unavailable={!hasNext}
        onClick={onNext}
      />
    </div>
  )
}
