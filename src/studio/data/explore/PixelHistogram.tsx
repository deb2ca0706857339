import { useState } from 'react'
import type { DatasetStatistics } from '../../../data/datasetFacts'
import { withoutBidiControls } from '../../../common/text'
import { ChartFrame } from '../../../ui/ChartFrame'
import { FigureMenu } from '../../../ui/figure/FigureMenu'
import { formatCount } from '../../../ui/format'
import { Legend } from '../../../ui/Legend'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import { Table } from '../../../ui/Table'
import { HistogramChart } from './HistogramChart'
import { nameChannels, readValue, type HistogramScale } from './histogramShape'
import styles from './PixelHistogram.module.css'

const NAME = 'Pixel values'

export interface PixelHistogramProps {
  readonly statistics: DatasetStatistics
  /** Of the dataset. */
  readonly name: string
}

/** How many pixels have each value, from black to white. */
export function PixelHistogram({ statistics, name }: PixelHistogramProps) {
  const { histogram, mean, deviation } = statistics
  const [scale, setScale] = useState<HistogramScale>('log')
  const [value, setValue] = useState<number>()
  const names = nameChannels(histogram.length)
  const columns = ['Value', ...names]
  const spread = describeSpread(names, mean, deviation)

  const chart = (
    <>
      {names.length > 1 && (
        <Legend>
          {names.map((channel) => (
            <li key={channel} className={styles[channel.toLowerCase()]}>
              {channel}
            </li>
          ))}
        </Legend>
      )}
      <HistogramChart channels={histogram} scale={scale} value={value} onPoint={setValue} />
      <p className={styles.reading}>{value === undefined ? spread : readValue(histogram, value)}</p>
    </>
  )
  const table = (
    <Table
      name={NAME}
      columns={columns}
      rows={rowsOf(histogram).map(([value, ...counts]) => [String(value), ...counts.map(formatCount)])}
    />
  )
  const control = (
    <SegmentedControl
      label="Scale of counts"
      value={scale}
      options={[
        { value: 'log', label: 'Log' },
        { value: 'linear', label: 'Linear' },
      ]}
      onChange={setScale}
    />
  )
  const menu = (
    <FigureMenu
      title={NAME}
      lines={[withoutBidiControls(name), spread]}
      fileName="pixel-values"
      columns={columns}
      rows={() => rowsOf(histogram)}
    />
  )
  return <ChartFrame title={NAME} aside={control} tools={menu} chart={chart} table={table} />
}

/** Each value with its pixels, one number a channel. */
function rowsOf(histogram: DatasetStatistics['histogram']): readonly (readonly [value: number, ...counts: number[]])[] {
  return (histogram[0] ?? []).map((_, value) => [value, ...histogram.map((counts) => counts[value] ?? 0)])
}

/** The numbers that others quote, such as MNIST's 0.1307 and 0.3081. */
function describeSpread(names: readonly string[], mean: readonly number[], deviation: readonly number[]): string {
  if (mean.some(Number.isNaN)) return 'There are no train images to take a mean of'
  const say = (values: readonly number[]): string => values.map((value) => (value / 255).toFixed(4)).join(', ')
  const which = names.length === 1 ? '' : ' of red, green and blue'
  return `Train mean ${say(mean)}, deviation ${say(deviation)}${which}: 0 is black, 1 is white`
}
