import { classes } from '../../../../ui/classes'
import styles from './Arithmetic.module.css'

export interface LedgerRow {
  readonly name: string
  /** How the value comes about. */
  readonly detail?: string
  readonly value: number
  readonly isChosen?: boolean
  onPress?(): void
}

export interface LedgerProps {
  /** The table's accessible name. */
  readonly name: string
  readonly heading: string
  readonly rows: readonly LedgerRow[]
  /** Under the line. */
  readonly totals: readonly LedgerRow[]
  format(value: number): string
}

/** Numbers that are added up, one below the other. */
export function Ledger({ name, heading, rows, totals, format }: LedgerProps) {
  return (
    <table className={styles.sum} aria-label={name}>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col">Adds</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <Row key={at} row={row} format={format} />
        ))}
      </tbody>
      <tfoot>
        {totals.map((row) => (
          <Row key={row.name} row={row} format={format} />
        ))}
      </tfoot>
    </table>
  )
}

function Row({ row, format }: { readonly row: LedgerRow; readonly format: LedgerProps['format'] }) {
  const { name, detail, value, isChosen = false, onPress } = row
  return (
    <tr className={classes(isChosen && styles.chosen)}>
      <th scope="row">
        {onPress ? (
          <button type="button" aria-pressed={isChosen} onClick={onPress}>
            {name}
          </button>
        ) : (
          name
        )}
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
      </th>
      <td>{format(value)}</td>
    </tr>
  )
}
