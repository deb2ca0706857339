import styles from './LogList.module.css'

export interface LogListProps {
  /** The list's accessible name. */
  readonly name: string
  readonly lines: readonly string[]
}

/** What happened, a line each, in order. A long list scrolls. */
export function LogList({ name, lines }: LogListProps) {
  return (
    // A list that scrolls must be reachable by keyboard.
    <ol className={styles.log} aria-label={name} tabIndex={0}>
      {lines.map((line, at) => (
        <li key={at}>{line}</li>
      ))}
    </ol>
  )
}
