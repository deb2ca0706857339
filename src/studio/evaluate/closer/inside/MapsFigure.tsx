import { useMemo, useState } from 'react'
import type { Values } from '../../../../engine/protocol/inside'
import { formatCount, formatPercent } from '../../../../ui/format'
import { SegmentedControl } from '../../../../ui/SegmentedControl'
import { channelOf, factsOfAll, largestOf, layOut, type ChannelFacts } from './channels'
import styles from './inside.module.css'
import { InsideFigure } from './InsideFigure'
import type { ShownLayer } from './insideLook'
import { MapGrid } from './MapGrid'
import { Pager } from './Pager'
import { paintValues } from './shades'
import { ShadeScale } from './ShadeScale'
import { describeChannel, formatValue } from './words'

export type MapScale = 'shared' | 'own'

export interface MapsFigureProps {
  readonly shown: ShownLayer
  readonly output: Values
  readonly facts: readonly ChannelFacts[]
  readonly channel: number
  readonly scale: MapScale
  onScale(scale: MapScale): void
  onChannel(channel: number): void
}

/** So many pixels are painted at once at most, and so many maps. */
const MOST_PIXELS = 600_000
const MOST_MAPS = 64
const LEAST_MAPS = 12

/** The channels of a layer's output side by side. */
export function MapsFigure({ shown, output, facts, channel, scale, onScale, onChannel }: MapsFigureProps) {
  const { name, shape } = shown
  const { rows, columns, channels } = layOut(shape)
  const perPage = Math.max(LEAST_MAPS, Math.min(MOST_MAPS, Math.floor(MOST_PIXELS / (rows * columns))))
  const ofChannel = Math.floor(channel / perPage)
  const [paged, setPage] = useState({ page: ofChannel, with: ofChannel })
  // Another channel that is chosen elsewhere brings its page.
  if (paged.with !== ofChannel) setPage({ page: ofChannel, with: ofChannel })
  const page = Math.min(paged.page, Math.ceil(channels / perPage) - 1)
  const first = page * perPage
  const all = useMemo(() => factsOfAll(facts), [facts])
  const maps = useMemo(
    () =>
      facts.slice(first, first + perPage).map((own, index) => ({
        caption: String(first + index),
        says: describeChannel(name, shape, first + index, own),
        rgba: paintValues(channelOf(output, first + index), largestOf(scale === 'shared' ? all : own)),
      })),
    [facts, first, perPage, name, shape, output, scale, all],
  )
  const most = largestOf(all)
  const least = all.least < 0 ? -most : 0
  return (
    <InsideFigure
      title={`Feature maps of ${name}`}
      help="What the layer makes of the image, channel by channel: its output, after the activation where it has one. A channel is bright where its filter found what it looks for."
      columns={['Channel', 'Least', 'Largest', 'Mean', 'Share of zeros']}
      rows={facts.map((each, at) => [at, each.least, each.most, each.mean, each.zeros])}
      written={facts.map((each, at) => [
        String(at),
        formatValue(each.least),
        formatValue(each.most),
        formatValue(each.mean),
        formatPercent(each.zeros, 0),
      ])}
      chart={
        <div className={styles.stack}>
          <div className={styles.line}>
            <SegmentedControl
              label="Scale of the colours"
              value={scale}
              options={[
                { value: 'shared', label: 'One scale' },
                { value: 'own', label: 'Each its own' },
              ]}
              onChange={onScale}
            />
            {scale === 'shared' ? (
              <ShadeScale
                from={least}
                to={most}
                texts={[formatValue(least), formatValue(most)]}
                paint={(values) => paintValues(values, most)}
              />
            ) : (
              <p className={styles.remark}>
                Each map from{' '}
                {all.least < 0
                  ? 'its largest below 0 (cold) to that above (warm)'
                  : '0 (black) to its own largest value'}
              </p>
            )}
            <Pager
              noun="channels"
              page={page}
              perPage={perPage}
              count={channels}
              onPage={(next) => setPage({ page: next, with: ofChannel })}
            />
          </div>
          <MapGrid
            label={`${formatCount(channels)} feature maps of ${name}`}
            rows={rows}
            columns={columns}
            maps={maps}
            chosen={channel >= first && channel < first + perPage ? channel - first : undefined}
            onChoose={(at) => onChannel(first + at)}
          />
        </div>
      }
    />
  )
}
