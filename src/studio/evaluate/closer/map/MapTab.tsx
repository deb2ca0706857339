import { useMemo, useState } from 'react'
import type { MapProgress } from '../../../../engine/protocol/map'
import type { ImageMap } from '../../../../model/map/imageMap'
import { LineChart } from '../../../../ui/chart/LineChart'
import { Button } from '../../../../ui/Button'
import { formatAmount, formatCount, formatPercent } from '../../../../ui/format'
import { InlineSelect } from '../../../../ui/InlineSelect'
import { Message } from '../../../../ui/Message'
import { ProgressBar } from '../../../../ui/ProgressBar'
import { Table } from '../../../../ui/Table'
import { useReducedMotion } from '../../../../ui/useReducedMotion'
import { Figures } from '../../../../ui/Figures'
import { useFigureSource } from '../figureSource'
import { describeMap, mapFigures } from '../../../../figures/map/mapFigures'
import { varianceFigure } from '../../../../figures/map/varianceFigure'
import { FigureTools, StudyFigure, useFigureName } from '../StudyFigure'
import tabs from '../tabs.module.css'
import { MapFigure } from './MapFigure'
import { CLASS_COLUMNS, classRowsOf } from '../../../../figures/map/mapRows'
import { MapSketch } from './MapSketch'
import styles from './MapTab.module.css'
import { useMap, type MapSettings } from './useMap'
import { MAP_DEFINITIONS } from '../../../../figures/map/definitions'

/** So many are laid out in seconds. */
const FEW = 3000
const ALL = 10_000

/** The images of the split as points: near ones are alike to the model. */
export function MapTab() {
  const { split } = useFigureSource()
  const [settings, setSettings] = useState<MapSettings>({ most: FEW, seed: 1 })
  const { map, progress, isStopped, trouble, stop, tryAgain } = useMap(split, settings)
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
        {(isStopped || trouble !== undefined) && (
          <p className={styles.settings}>
            {isStopped && 'The map was stopped.'}
            <Button size="small" onClick={tryAgain}>
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
  return (
    <>
      <div className={tabs.wide}>
        <Figures label="Figures of the map" figures={mapFigures(map)} />
        <p className={styles.remark}>{describeMap(map)}</p>
      </div>
      <div className={tabs.wide}>
        <MapFigure map={map} />
      </div>
      <ClassTable map={map} />
      <VarianceFigure explained={map.explained} />
    </>
  )
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
  const { drawing, components, untilNow, ...figure } = varianceFigure(explained)
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
      figure={figure}
      chart={
        <div className={tabs.plot}>
          <LineChart
            label="Share of the variance by component; the arrow keys read it"
            {...drawing}
            stops={components}
            readingTop={40}
            read={reading}
          />
        </div>
      }
    />
  )
}
