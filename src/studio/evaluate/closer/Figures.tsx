import { Help } from '../../../ui/Help'
import styles from './Figures.module.css'

export interface Figure {
  readonly name: string
  readonly value: string
  readonly definition?: string
}

/** Numbers with their names. @param label what they are of. */
export function Figures({ label, figures }: { readonly label: string; readonly figures: readonly Figure[] }) {
  return (
    <dl className={styles.figures} aria-label={label}>
      {figures.map(({ name, value, definition }) => (
        <div key={name}>
          <dt>
            {name}
            {definition !== undefined && <Help term={name} text={definition} />}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
