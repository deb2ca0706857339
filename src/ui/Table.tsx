import styles from './Table.module.css'

export interface TableProps {
  /** The table's accessible name. */
  readonly name: string
  readonly columns: readonly string[]
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly string[])[]
  /** Rows of sums or means under the others. */
  readonly footer?: readonly (readonly string[])[]
}

export function Table({ name, columns, rows, footer = [] }: TableProps) {
  return (
    // A region that scrolls must be reachable by keyboard.
    <div className={styles.scroller} tabIndex={0} role="group" aria-label={`${name}, scrollable`}>
      <table className={styles.table} aria-label={name}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Rows rows={rows} />
        </tbody>
        {footer.length > 0 && (
          <tfoot>
            <Rows rows={footer} />
          </tfoot>
        )}
      </table>
    </div>
  )
}

function Rows({ rows }: { readonly rows: readonly (readonly string[])[] }) {
  return rows.map(([heading, ...cells], row) => (
    <tr key={row}>
      <th scope="row" title={heading}>
        {heading}
      </th>
      {cells.map((cell, column) => (
        <td key={column}>{cell}</td>
      ))}
    </tr>
  ))
}
