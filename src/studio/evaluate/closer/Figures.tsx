import type { NamedFigure } from '../../../figures/study/overview'
import { Help } from '../../../ui/Help'
import styles from './Figures.module.css'

/** Numbers with their names. @param label what they are of. */
export function Figures({ label, figures }: { readonly label: string; readonly figures: readonly NamedFigure[] }) {
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
