import type { DatasetSummary } from '../../engine/protocol/data'
import { memo } from 'react'
import { withoutBidiControls } from '../../common/text'
import { StackedBars } from '../../ui/chart/StackedBars'
import { ChartFrame } from '../../ui/ChartFrame'
import { FigureMenu } from '../../ui/figure/FigureMenu'
import { formatAmount, formatCount } from '../../ui/format'
import { Legend } from '../../ui/Legend'
import { Table } from '../../ui/Table'
import styles from './ClassBalance.module.css'
import { describeSplits, listClasses, listSplits, SPLIT_NAMES } from './splitFacts'

const NAME = 'Class balance'

/** How many images each class has in each split. Hundreds of classes only scroll. */
export const ClassBalance = memo(function ClassBalance({ dataset }: { readonly dataset: DatasetSummary }) {
  const splits = listSplits(dataset.perClass)
  const rows = listClasses(dataset)
  const columns = ['Class', ...splits.map(({ split }) => SPLIT_NAMES[split]), 'Total']
  const sums = splits.map(({ images }) => images)

  const chart = (
    <>
      <Legend>
        {splits.map(({ split }) => (
          <li key={split} className={styles[split]}>
            {SPLIT_NAMES[split]}
          </li>
        ))}
      </Legend>
      <div className={styles.scroller} tabIndex={0} role="group" aria-label={`${NAME}, scrollable`}>
        <StackedBars
          label={`${NAME}: ${formatAmount(rows.length, 'class', 'classes')}, ${describeSplits(splits)}`}
          heading="Class"
          unit="Images"
          parts={splits.map(({ split }) => styles[split])}
          rows={rows.map(({ label, images, total }) => ({
            name: label,
            values: images,
            total,
            text: formatCount(total),
            says: `${label}: ${describeSplits(splits.map(({ split }, at) => ({ split, images: images[at] ?? 0 })))}`,
          }))}
        />
      </div>
    </>
  )
  const table = (
    <Table
      name={NAME}
      columns={columns}
      rows={rows.map(({ label, images, total }) => [label, ...images.map(formatCount), formatCount(total)])}
      footer={[['All', ...sums.map(formatCount), formatCount(dataset.images)]]}
    />
  )
  const menu = (
    <FigureMenu
      title={NAME}
      lines={[`${withoutBidiControls(dataset.name)}, ${formatAmount(dataset.images, 'image')}`]}
      fileName="class-balance"
      columns={columns}
      rows={() => [
        ...rows.map(({ label, images, total }) => [label, ...images, total]),
        ['All', ...sums, dataset.images],
      ]}
    />
  )
  return <ChartFrame title={NAME} tools={menu} chart={chart} table={table} />
})
