import { useMemo } from 'react'
import type { WrittenFile } from '../../../files/writtenFile'
import type { Snippet } from '../../../interop/target'
import { CopyButton } from '../../../ui/CopyButton'
import styles from './SnippetView.module.css'

export interface SnippetViewProps {
  readonly snippet: Snippet
  readonly files: readonly WrittenFile[]
}

/** The program that comes with the files, and how it is run. */
export function SnippetView({ snippet: { language, file, install, run, note }, files }: SnippetViewProps) {
  const text = useMemo(() => {
    const bytes = files.find(({ name }) => name === file)?.bytes
    return bytes && new TextDecoder().decode(bytes)
  }, [files, file])
  if (text === undefined) return null
  return (
    <section aria-label={`Use it in ${language}`} className={styles.snippet}>
      <div className={styles.head}>
        <h4 className={styles.title}>Use it in {language}</h4>
        <CopyButton label={`Copy ${file}`} text={text} />
      </div>
      <pre className={styles.commands} aria-label="Commands" tabIndex={0}>
        {install === undefined ? run : `${install}\n${run}`}
      </pre>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      <pre className={styles.text} aria-label={file} tabIndex={0}>
        {text}
      </pre>
    </section>
  )
}
