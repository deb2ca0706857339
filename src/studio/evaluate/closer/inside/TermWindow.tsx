import type { Term } from '../../../../model/inside/valueTerms'
import { classes } from '../../../../ui/classes'
import styles from './Arithmetic.module.css'
import { tabulate } from './reckoning'
import { isBright, shadeOf, shareOf } from './shades'

export interface TermWindowProps {
  readonly title: string
  /** Of one channel. */
  readonly terms: readonly Term[]
  /** What a cell holds. Undefined in the padding. */
  valueOf(term: Term): number | undefined
  format(value: number): string
  /** What stands in the padding. */
  readonly padding: string
  /** The one that was taken. */
  isMarked?(term: Term): boolean
  /** Cells lead somewhere: what their buttons are called. */
  nameOf?(term: Term): string
  onPress?(term: Term): void
}

/** Numbers as they lie under the window, in the colours of the maps. */
export function TermWindow({ title, terms, valueOf, format, padding, isMarked, nameOf, onPress }: TermWindowProps) {
  const table = tabulate(terms)
  const most = Math.max(...terms.map((term) => Math.abs(valueOf(term) ?? 0)))
  return (
    <figure className={styles.window}>
      <figcaption className={styles.caption}>{title}</figcaption>
      <table className={styles.cells} aria-label={title}>
        <tbody>
          {Array.from({ length: table.rows }, (_, row) => (
            <tr key={row}>
              {Array.from({ length: table.columns }, (_, column) => {
                const term = table.terms[row * table.columns + column]
                if (!term) return <td key={column} className={styles.none} />
                const value = valueOf(term)
                if (value === undefined)
                  return (
                    <td key={column} className={styles.padding} title="In the padding">
                      {padding}
                    </td>
                  )
                const shade = shadeOf(shareOf(value, most))
                const [red, green, blue] = shade
                return (
                  <td
                    key={column}
                    className={classes(
                      styles.cell,
                      isBright(shade) && styles.bright,
                      isMarked?.(term) && styles.marked,
                    )}
                    style={{ backgroundColor: `rgb(${red} ${green} ${blue})` }}
                  >
                    {onPress && nameOf ? (
                      <button
                        type="button"
                        aria-label={`${format(value)}: ${nameOf(term)}`}
                        title={nameOf(term)}
                        onClick={() => onPress(term)}
                      >
                        {format(value)}
                      </button>
                    ) : (
                      format(value)
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
