import type { DatasetSummary } from '../../engine/protocol/data'
import { memo } from 'react'
import { ChartFrame } from '../../ui/ChartFrame'
import { classes } from '../../ui/classes'
import { formatCount } from '../../ui/format'
import { Table } from '../../ui/Table'
import styles from './ClassBalance.module.css'
import { describeSplits, listClasses, listSplits, SPLIT_NAMES } from './splitFacts'
import splitStyles from './splits.module.css'

const NAME = 'Class balance'

/** How many images each class has in each split: bars that are drawn as plain boxes, so that hundreds of classes only scroll. */
export const ClassBalance = memo(function ClassBalance({ dataset }: { readonly dataset: DatasetSummary }) {
  const splits = listSplits(dataset.perClass)
  const rows = listClasses(dataset)
  const largest = Math.max(...rows.map((row) => row.total))

  const chart = (
    <div className={styles.scroller} tabIndex={0} role="group" aria-label={`${NAME}, scrollable`}>
      <ul className={styles.rows}>
        {rows.map(({ label, images, total }, i) => {
          const parts = splits.map(({ split }, s) => ({ split, images: images[s] ?? 0 }))
          return (
            <li key={i} className={styles.row} title={`${label}: ${describeSplits(parts)}`}>
              <bdi className={styles.label}>{label}</bdi>
              <span className={styles.bar} aria-hidden>
                {parts.map((part) => (
                  <span
                    key={part.split}
                    className={classes(splitStyles.segment, splitStyles[part.split])}
                    style={{ width: `${(100 * part.images) / largest}%` }}
                  />
                ))}
              </span>
              <span className={styles.total}>{formatCount(total)}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
  const table = (
    <Table
      name={NAME}
      columns={['Class', ...splits.map(({ split }) => SPLIT_NAMES[split]), 'Total']}
      rows={rows.map(({ label, images, total }) => [label, ...images.map(formatCount), formatCount(total)])}
      footer={[['All', ...splits.map(({ images }) => formatCount(images)), formatCount(dataset.images)]]}
    />
  )
  return <ChartFrame title={NAME} chart={chart} table={table} />
})
