import { useMemo, useState } from 'react'
import type { ImageMap, MapProgress } from '../../../../engine/protocol/map'
import { LineChart } from '../../../../ui/chart/LineChart'
import { Button } from '../../../../ui/Button'
import { formatAmount, formatCount, formatPercent, isolate } from '../../../../ui/format'
import { InlineSelect } from '../../../../ui/InlineSelect'
import { Message } from '../../../../ui/Message'
import { ProgressBar } from '../../../../ui/ProgressBar'
import { Table } from '../../../../ui/Table'
import { useReducedMotion } from '../../../../ui/useReducedMotion'
import { Figures } from '../../../../ui/Figures'
import { useFigureSource } from '../figureSource'
import { shareAxis } from '../../../../figures/study/shareAxis'
import { FigureTools, StudyFigure, useFigureName } from '../StudyFigure'
import { formatScore } from '../../../../figures/study/studyRows'
import tabs from '../tabs.module.css'
import { MapFigure } from './MapFigure'
import { CLASS_COLUMNS, classRowsOf, meanShare } from './mapRows'
import { MapSketch } from './MapSketch'
import styles from './MapTab.module.css'
import { useMap, type MapSettings } from './useMap'
import { MAP_DEFINITIONS } from './words'

/** So many are laid out in seconds. */
const FEW = 3000
const ALL = 10_000

/** The images of the split as points: near ones are alike to the model. */
export function MapTab() {
  const { split } = useFigureSource()
  const [settings, setSettings] = useState<MapSettings>({ most: FEW, seed: 1 })
  const { map, progress, isStopped, trouble, stop, goOn } = useMap(split, settings)
  const [last, setLast] = useState<ImageMap>()
  if (map && map !== last) setLast(map)
  const known = map ?? last
  return (
    <div className={tabs.tab}>
      <div className={tabs.wide}>
        {known && (
          <div className={styles.settings}>
            <InlineSelect
              label="Layer"
              value={String(known.layer.index ?? 'images')}
              options={known.layers.map(({ index, name, width }) => ({
                value: String(index ?? 'images'),
                label: `${name ?? 'The images themselves'}, ${formatAmount(width, 'value')}`,
              }))}
              onChange={(value) => setSettings({ ...settings, layer: value === 'images' ? value : Number(value) })}
            />
            {known.total > FEW && (
              <InlineSelect
                label="Images"
                name="Images on the map"
                value={String(settings.most)}
                options={[
                  { value: String(FEW), label: `${formatCount(FEW)}, drawn` },
                  {
                    value: String(ALL),
                    label: known.total > ALL ? `${formatCount(ALL)}, drawn` : `All ${formatCount(known.total)}`,
                  },
                ]}
                onChange={(value) => setSettings({ ...settings, most: Number(value) })}
              />
            )}
            <Button size="small" onClick={() => setSettings({ ...settings, seed: settings.seed + 1 })}>
              Another layout
            </Button>
          </div>
        )}
        {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
        {!map && trouble === undefined && !isStopped && <Making progress={progress} onStop={stop} />}
        {isStopped && (
          <p className={styles.settings}>
            The map was stopped.
            <Button size="small" onClick={goOn}>
              Make the map
            </Button>
          </p>
        )}
      </div>
      {map && <Made key={Object.values(settings).join()} map={map} />}
    </div>
  )
}

const STAGES: Readonly<Record<MapProgress['stage'], string>> = {
  looking: 'The model looks at the images',
  components: 'Finding principal components',
  neighbours: 'Finding who is near whom',
  layout: 'Laying out the map',
  measuring: 'Measuring how far it can be trusted',
}

function Making({ progress, onStop }: { readonly progress: MapProgress | undefined; onStop(): void }) {
  const { classes } = useFigureSource().study
  const reducedMotion = useReducedMotion()
  const says = STAGES[progress?.stage ?? 'looking']
  return (
    <div className={styles.making}>
      <div className={styles.progress}>
        <ProgressBar label={says} share={progress?.share} />
        <span role="status">{says} …</span>
        <Button size="small" onClick={onStop}>
          Stop
        </Button>
      </div>
      {progress?.sketch && !reducedMotion && <MapSketch sketch={progress.sketch} classes={classes.length} />}
    </div>
  )
}

function Made({ map }: { readonly map: ImageMap }) {
  const { images, total, mostImages, explained, trustworthiness, alike, neighbours } = map
  const kept = explained.reduce((sum, share) => sum + share, 0)
  return (
    <>
      <div className={tabs.wide}>
        <Figures
          label="Figures of the map"
          figures={[
            {
              name: 'Images',
              value:
                images.length === total
                  ? `all ${formatCount(total)}`
                  : `${formatCount(images.length)} of ${formatCount(total)}, drawn`,
            },
            {
              name: 'Trustworthiness',
              value: formatScore(trustworthiness),
              definition: MAP_DEFINITIONS.trustworthiness,
            },
            {
              name: 'Nearest of its class',
              value: formatPercent(meanShare([...alike], neighbours), 1),
              definition: MAP_DEFINITIONS.own,
            },
            {
              name: 'Variance kept',
              value: `${formatPercent(kept, 1)} in ${formatAmount(explained.length, 'component')}`,
              definition: MAP_DEFINITIONS.variance,
            },
          ]}
        />
        <p className={styles.remark}>
          {sourceInWords(map)} Near means {map.layer.isPixels ? 'alike in their pixels' : 'alike to the model'}.
          Distances between far groups, how large or dense a group is, and the axes mean little.
          {images.length === mostImages &&
            images.length < total &&
            ` A map of this layer can have ${formatCount(mostImages)} images at most.`}
        </p>
      </div>
      <div className={tabs.wide}>
        <MapFigure map={map} />
      </div>
      <ClassTable map={map} />
      <VarianceFigure explained={explained} />
    </>
  )
}

/** What the map is made of. */
function sourceInWords({ layer: { name, width, isPixels }, isBeforeLast }: ImageMap): string {
  const values = formatAmount(width, 'value')
  const of =
    name === undefined
      ? `Of the images themselves, ${values} each`
      : `Of what ${isolate(name)} gives of each image, ${values}`
  if (isBeforeLast && isPixels) return `${of}: before the one layer with weights there are only the pixels.`
  return isBeforeLast ? `${of}: the last layer with weights reads this.` : `${of}.`
}

function ClassTable({ map }: { readonly map: ImageMap }) {
  const { classes } = useFigureSource().study
  const title = 'Neighbours on the map'
  const name = useFigureName(title)
  const { rows, written, footer } = useMemo(() => classRowsOf(map, classes), [map, classes])
  return (
    <figure className={tabs.scores} aria-label={name}>
      <div className={tabs.header}>
        <h3 className={tabs.title}>{name}</h3>
        <FigureTools title={title} definition={MAP_DEFINITIONS.own} columns={CLASS_COLUMNS} rows={rows} />
      </div>
      <Table name={name} columns={CLASS_COLUMNS} rows={written} footer={footer} />
    </figure>
  )
}

function VarianceFigure({ explained }: { readonly explained: readonly number[] }) {
  const untilNow = explained.map((_, at) => explained.slice(0, at + 1).reduce((sum, share) => sum + share, 0))
  const components = explained.map((_, at) => at + 1)
  const reading = (at: number) =>
    at >= 1 &&
    at <= explained.length && (
      <p>
        Component {at}: {formatPercent(explained[at - 1])} of the variance; all up to it:{' '}
        {formatPercent(untilNow[at - 1])}
      </p>
    )
  return (
    <StudyFigure
      figure={{
        title: 'Variance by component',
        definition: MAP_DEFINITIONS.variance,
        columns: ['Component', 'Share of the variance', 'Up to here'],
        rows: explained.map((share, at) => [at + 1, share, untilNow[at]!]),
        written: explained.map((share, at) => [String(at + 1), formatPercent(share), formatPercent(untilNow[at])]),
      }}
      chart={
        <div className={tabs.plot}>
          <LineChart
            label="Share of the variance by component; the arrow keys read it"
            x={{
              label: 'Component',
              from: 1,
              to: Math.max(2, explained.length),
              ticks: [1, ...[2, 5, 10, 20, 30, 40, 50].filter((tick) => tick <= explained.length)],
              formatTick: String,
            }}
            y={shareAxis('Share of the variance')}
            lines={[
              { key: 'all', xs: components, ys: untilNow, className: tabs.faint, dots: explained.length < 12 },
              { key: 'each', xs: components, ys: explained, className: tabs.accuracy, dots: true },
            ]}
            stops={components}
            readingTop={40}
            read={reading}
          />
        </div>
      }
    />
  )
}
