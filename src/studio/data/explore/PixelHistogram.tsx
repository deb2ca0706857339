import { useMemo, useState, type PointerEvent } from 'react'
import type { DatasetStatistics } from '../../../data/datasetFacts'
import { ChartFrame } from '../../../ui/ChartFrame'
import { classes } from '../../../ui/classes'
import { formatCompact, formatCount } from '../../../ui/format'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import { Table } from '../../../ui/Table'
import { drawBars, listTicks, nameChannels, readValue, scaleBars, type HistogramScale } from './histogramShape'
import styles from './PixelHistogram.module.css'

const NAME = 'Pixel values'
const VALUES = 256
const TICKS = [0, 64, 128, 192, 255]

/** How many pixels have each value, from black to white. */
export function PixelHistogram({ statistics }: { readonly statistics: DatasetStatistics }) {
  const { histogram, mean, deviation } = statistics
  const [scale, setScale] = useState<HistogramScale>('log')
  const [value, setValue] = useState<number>()
  const bars = useMemo(() => scaleBars(histogram, scale), [histogram, scale])
  const names = nameChannels(histogram.length)
  const isGrey = histogram.length === 1

  const point = ({ clientX, currentTarget }: PointerEvent): void => {
    const { left, width } = currentTarget.getBoundingClientRect()
    setValue(Math.max(0, Math.min(VALUES - 1, Math.floor(((clientX - left) / width) * VALUES))))
  }

  const chart = (
    <div>
      <div className={styles.plot}>
        {listTicks(histogram, scale).map(({ count, height }) => (
          <p key={count} className={styles.line} style={{ bottom: `${100 * height}%` }} aria-hidden>
            {formatCompact(count)}
          </p>
        ))}
        <svg
          className={styles.bars}
          viewBox={`0 0 ${VALUES} 1`}
          preserveAspectRatio="none"
          aria-hidden
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => setValue(undefined)}
        >
          {bars.map((heights, channel) => (
            <path
              key={channel}
              d={drawBars(heights)}
              className={classes(styles.channel, styles[isGrey ? 'grey' : (names[channel] ?? '').toLowerCase()])}
            />
          ))}
          {value !== undefined && <rect x={value} y={0} width={1} height={1} className={styles.cursor} />}
        </svg>
      </div>
      <div className={styles.ticks} aria-hidden>
        {TICKS.map((tick) => (
          <span key={tick} style={{ left: `${(100 * (tick + 0.5)) / VALUES}%` }}>
            {tick}
          </span>
        ))}
      </div>
      <p className={styles.reading}>
        {value === undefined ? describeSpread(names, mean, deviation) : readValue(histogram, value)}
      </p>
    </div>
  )
  const table = (
    <Table
      name={NAME}
      columns={['Value', ...names]}
      rows={Array.from({ length: VALUES }, (_, i) => [
        String(i),
        ...histogram.map((counts) => formatCount(counts[i] ?? 0)),
      ])}
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
  return <ChartFrame title={NAME} aside={control} chart={chart} table={table} />
}

/** The numbers that others quote, such as MNIST's 0.1307 and 0.3081. */
function describeSpread(names: readonly string[], mean: readonly number[], deviation: readonly number[]): string {
  if (mean.some(Number.isNaN)) return 'There are no train images to take a mean of'
  const say = (values: readonly number[]): string => values.map((value) => (value / 255).toFixed(4)).join(', ')
  const which = names.length === 1 ? '' : ' of red, green and blue'
  return `Train mean ${say(mean)}, deviation ${say(deviation)}${which}: 0 is black, 1 is white`
}
