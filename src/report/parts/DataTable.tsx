import { classes } from '../../ui/classes'

export interface DataTableProps {
  /** Its accessible name. */
  readonly name: string
  readonly columns: readonly string[]
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly string[])[]
  /** Rows of sums or means under the others. */
  readonly footer?: readonly (readonly string[])[]
  /** It holds words rather than figures. */
  readonly isText?: boolean
  /** The last column holds sentences. */
  readonly endsInWords?: boolean
}

/** A table on paper: all of its rows, and on a narrow screen it scrolls by itself. */
export function DataTable({ name, columns, rows, footer = [], isText = false, endsInWords = false }: DataTableProps) {
  return (
    // A region that scrolls must be reachable by keyboard.
    <div className="scroller" tabIndex={0} role="group" aria-label={`${name}, scrollable`}>
      <table aria-label={name} className={classes(isText && 'text', endsInWords && 'words') || undefined}>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={at} scope="col">
                <bdi>{column}</bdi>
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

function Rows({ rows }: { readonly rows: DataTableProps['rows'] }) {
  return rows.map(([heading = '', ...cells], row) => (
    <tr key={row}>
      <th scope="row">
        <bdi>{heading}</bdi>
      </th>
      {cells.map((cell, column) => (
        <td key={column}>{cell}</td>
      ))}
    </tr>
  ))
}
