import { Pause, Play } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { IconButton } from './Button'
import styles from './PlaySlider.module.css'

export interface PlaySliderProps {
  /** Its name, such as `Epoch`. */
  readonly label: string
  /** How many places there are. */
  readonly count: number
  /** From 0. */
  readonly at: number
  /** What a place says: it is seen beside the slider, and read by a screen reader. */
  readonly text: string
  /** A place with a mark of its own, and what the mark means. */
  readonly mark?: { readonly at: number; readonly text: string } | undefined
  onMove(at: number): void
}

const STEP_MILLISECONDS = 450

/** A slider over places in order, which also plays them one after another. */
export function PlaySlider({ label, count, at, text, mark, onMove }: PlaySliderProps) {
  const [isPlaying, setPlaying] = useState(false)
  const last = count - 1

  const step = useEffectEvent(() => {
    onMove(Math.min(at + 1, last))
    if (at + 1 >= last) setPlaying(false)
  })
  useEffect(() => {
    if (!isPlaying) return undefined
    const timer = setInterval(step, STEP_MILLISECONDS)
    return () => clearInterval(timer)
  }, [isPlaying])

  return (
    <div className={styles.slider}>
      <IconButton
        size="small"
        label={
          isPlaying
            ? `Pause, ${label.toLowerCase()} by ${label.toLowerCase()}`
            : `Play, ${label.toLowerCase()} by ${label.toLowerCase()}`
        }
        icon={isPlaying ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        onClick={() => {
          if (!isPlaying && at === last) onMove(0)
          setPlaying(!isPlaying)
        }}
      />
      <span className={styles.track}>
        <input
          type="range"
          aria-label={label}
          aria-valuetext={text}
          min={0}
          max={last}
          step={1}
          value={at}
          onChange={({ target }) => {
            setPlaying(false)
            onMove(Number(target.value))
          }}
        />
        {mark && (
          <span
            className={styles.mark}
            style={{ left: `calc(var(--thumb) / 2 + (100% - var(--thumb)) * ${last === 0 ? 0 : mark.at / last})` }}
            title={mark.text}
          />
        )}
      </span>
      <output className={styles.text}>{text}</output>
    </div>
  )
}
