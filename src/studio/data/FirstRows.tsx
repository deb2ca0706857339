import { classes } from '../../ui/classes'
import { roleOf, type ChosenColumns } from './chosenColumns'
import styles from './FirstRows.module.css'

export interface FirstRowsProps {
  readonly file: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly chosen: ChosenColumns
}

/** The beginning of a table, its chosen columns marked with what they were chosen for. */
export function FirstRows({ file, columns, rows, chosen }: FirstRowsProps) {
  const roles = columns.map((_, column) => roleOf(column, chosen))
  return (
    <div className={styles.scroller} tabIndex={0} role="group" aria-label="First rows, scrollable">
      <table className={styles.table} aria-label={`First rows of ${file}`}>
        <thead>
          <tr>
            {columns.map((name, column) => (
              <th key={column} scope="col" className={classes(roles[column] !== undefined && styles.chosen)}>
                <bdi>{name}</bdi>
                <span className={styles.role}>{roles[column]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {columns.map((_, column) => (
                <td key={column} className={classes(roles[column] !== undefined && styles.chosen)} title={row[column]}>
                  <bdi>{row[column]}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
