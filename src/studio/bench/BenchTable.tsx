import { useId } from 'react'
import { textOf } from '../../bench/report/markdown'
import type { BenchTable as BenchTableProps, TableCell } from '../../bench/report/tables'
import { withoutBidiControls } from '../../common/text'
import { classes } from '../../ui/classes'
import styles from './BenchTable.module.css'

/** A table with its caption, units under the columns' names, and shares as bars. */
export function BenchTable({ caption, columns, rows, footer = [] }: BenchTableProps) {
  const id = useId()
  const draw = (row: readonly TableCell[], at: number) => {
    const [heading = '', ...cells] = row
    return (
      <tr key={at}>
        <th scope="row">{withoutBidiControls(textOf(heading))}</th>
        {cells.map((cell, column) => (
          <td key={column} className={classes(columns[column + 1]?.isText && styles.words)}>
            {typeof cell === 'string' ? withoutBidiControls(cell) : <Share {...cell} />}
          </td>
        ))}
      </tr>
    )
  }
  return (
    // A region that scrolls must be reachable by keyboard.
    <div className={styles.scroller} tabIndex={0} role="group" aria-labelledby={id}>
      <table className={styles.table}>
        <caption id={id}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, unit, isText }) => (
              <th key={name} scope="col" className={classes(isText && styles.words)}>
                {name}
                {unit !== undefined && <span className={styles.unit}> {unit}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows.map(draw)}</tbody>
        {footer.length > 0 && <tfoot>{footer.map(draw)}</tfoot>}
      </table>
    </div>
  )
}

function Share({ text, share }: Exclude<TableCell, string>) {
  return (
    <>
      <span className={styles.track} aria-hidden>
        <span className={styles.bar} style={{ width: `${100 * Math.min(1, share)}%` }} />
      </span>
      <span className={styles.share}>{text}</span>
    </>
  )
}
