import { classes } from './classes'
import { Help } from './Help'
import styles from './Figures.module.css'

export interface NamedFigure {
  readonly name: string
  readonly value: string
  readonly definition?: string
  /** What the definition is of, where the name alone does not say it. */
  readonly term?: string
}

export interface FiguresProps {
  /** What they are of. */
  readonly label?: string
  readonly figures: readonly NamedFigure[]
  /** Each as wide as it needs, where few stand in little room. */
  readonly isTight?: boolean
}

/** Numbers with their names. */
export function Figures({ label, figures, isTight = false }: FiguresProps) {
  return (
    <dl className={classes(styles.figures, isTight ? styles.tight : styles.even)} aria-label={label}>
      {figures.map(({ name, value, definition, term = name }) => (
        <div key={name}>
          <dt>
            {name}
            {definition !== undefined && <Help term={term} text={definition} />}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
