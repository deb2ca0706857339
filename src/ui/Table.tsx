import { ArrowDown, ArrowUp } from 'lucide-react'
import { classes } from './classes'
import { Name } from './Name'
import styles from './Table.module.css'

export interface TableOrder {
  /** Index of the column that the rows are sorted by. */
  readonly column: number
  readonly falling: boolean
}

export interface TableProps {
  /** The table's accessible name. */
  readonly name: string
  readonly columns: readonly string[]
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly string[])[]
  /** Rows of sums or means under the others. */
  readonly footer?: readonly (readonly string[])[]
  /** Keeps all columns in view: the rows' headings are shortened to what is left beside them. */
  readonly shortens?: boolean
  /** The last column holds sentences, which break into lines. */
  readonly endsInWords?: boolean
  /** How the rows are sorted, when a press on a column's heading can change that. */
  readonly order?: TableOrder
  onOrder?(order: TableOrder): void
}

export function Table({
  name,
  columns,
  rows,
  footer = [],
  shortens = false,
  endsInWords = false,
  order,
  onOrder,
}: TableProps) {
  return (
    // A region that scrolls must be reachable by keyboard.
    <div className={styles.scroller} tabIndex={0} role="group" aria-label={`${name}, scrollable`}>
      <table
        className={classes(styles.table, shortens && styles.shortens, endsInWords && styles.endsInWords)}
        aria-label={name}
      >
        <thead>
          <tr>
            {columns.map((name, column) => {
              const sorted = order?.column === column ? order : undefined
              const SortIcon = sorted?.falling ? ArrowDown : ArrowUp
              const sort = sorted && (sorted.falling ? 'descending' : 'ascending')
              return (
                <th key={column} scope="col" title={name} {...(sort && { 'aria-sort': sort })}>
                  {onOrder ? (
                    <button
                      type="button"
                      className={styles.sort}
                      onClick={() => onOrder({ column, falling: sorted ? !sorted.falling : column > 0 })}
                    >
                      <bdi>{name}</bdi>
                      {sorted && <SortIcon size={12} aria-hidden />}
                    </button>
                  ) : (
                    <bdi>{name}</bdi>
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          <Rows rows={rows} />
        </tbody>
        {footer.length > 0 && (
          <tfoot>
            <Rows rows={footer} isFooter />
          </tfoot>
        )}
      </table>
    </div>
  )
}

function Rows({ rows, isFooter = false }: { readonly rows: TableProps['rows']; readonly isFooter?: boolean }) {
  return rows.map(([heading = '', ...cells], row) => (
    <tr key={row}>
      <th scope="row" title={heading} aria-label={heading}>
        {isFooter ? heading : <Name text={heading} />}
      </th>
      {cells.map((cell, column) => (
        <td key={column}>{cell}</td>
      ))}
    </tr>
  ))
}
