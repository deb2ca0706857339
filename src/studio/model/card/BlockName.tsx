import { useId, useState } from 'react'
import { findBlockNameProblem } from '../../../model/graph/blocks'
import { useDocument } from '../../../store/hooks'
import styles from './BlockName.module.css'

export interface BlockNameProps {
  readonly name: string
  onRename(to: string): void
}

/** A block's name, which can be typed over. Enter or leaving it takes the new one, if no other block has it; Escape leaves the old one. */
export function BlockName({ name, onRename }: BlockNameProps) {
  const [draft, setDraft] = useState<string>()
  const errorId = useId()
  const stack = useDocument((document) => document.stack)
  const problem = draft === undefined ? undefined : findBlockNameProblem(stack, draft, name)
  const take = (): void => {
    if (draft !== undefined && problem === undefined && draft.trim() !== name) onRename(draft)
    setDraft(undefined)
  }
  return (
    <>
      <input
        className={styles.name}
        type="text"
        aria-label="Block name"
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : errorId}
        autoComplete="off"
        spellCheck={false}
        size={Math.max(6, (draft ?? name).length)}
        value={draft ?? name}
        data-block-name
        onChange={({ target }) => setDraft(target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && problem === undefined) take()
          if (event.key === 'Escape') setDraft(undefined)
          // What is only typed so far is no edit of the document, which these keys would undo.
          if (draft !== undefined && (event.ctrlKey || event.metaKey)) event.stopPropagation()
        }}
      />
      {problem !== undefined && (
        <p id={errorId} role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </>
  )
}
