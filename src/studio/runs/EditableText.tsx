import { useEffect, useRef, useState, type ReactNode } from 'react'
import styles from './EditableText.module.css'

export interface EditableTextProps {
  /** Such as `Name of run 3`. */
  readonly label: string
  readonly value: string
  /** The longest that can be typed. */
  readonly mostLetters?: number
  /** What stands there while it is not edited. */
  readonly children: ReactNode
  onChange(value: string): void
}

/**
 * A text in a row that a press makes a box to type in. Enter, or leaving it, keeps what was typed, and so does a row that
 * scrolls out of view; Escape doesn't.
 */
export function EditableText({ label, value, mostLetters, children, onChange }: EditableTextProps) {
  const [draft, setDraft] = useState<string>()
  const button = useRef<HTMLButtonElement>(null)
  const isOver = useRef(false)

  const end = (isKept: boolean): void => {
    if (isOver.current) return
    isOver.current = true
    const typed = draft?.trim().slice(0, mostLetters)
    if (isKept && typed !== undefined && typed !== value) onChange(typed)
    setDraft(undefined)
  }

  const keep = useRef<() => void>(undefined)
  useEffect(() => {
    keep.current = draft === undefined ? undefined : () => end(true)
  })
  useEffect(() => () => keep.current?.(), [])

  if (draft === undefined) {
    return (
      <button
        ref={button}
        type="button"
        className={styles.shown}
        aria-label={value === '' ? `${label}: none` : `${label}: ${value}`}
        title={value}
        onClick={() => {
          isOver.current = false
          setDraft(value)
        }}
      >
        {children}
      </button>
    )
  }
  return (
    <input
      // The press asked for it.
      ref={(input) => input?.focus()}
      className={styles.box}
      type="text"
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
      maxLength={mostLetters}
      value={draft}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={() => end(true)}
      onKeyDown={({ key }) => {
        if (key !== 'Enter' && key !== 'Escape') return
        end(key === 'Enter')
        requestAnimationFrame(() => button.current?.focus())
      }}
    />
  )
}
