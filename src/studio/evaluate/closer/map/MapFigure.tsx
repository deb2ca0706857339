import { Images, Maximize, Minus, Plus } from 'lucide-react'
import { useCallback, useMemo, useState, type CSSProperties } from 'react'
import type { ImageMap } from '../../../../model/map/imageMap'
import { Button, IconButton } from '../../../../ui/Button'
import { formatAmount, formatCount, isolate } from '../../../../ui/format'
import { SegmentedControl } from '../../../../ui/SegmentedControl'
import { useFigureSource } from '../figureSource'
import { FigureTools, useFigureName } from '../StudyFigure'
import tabs from '../tabs.module.css'
import { colourOf } from '../../../../figures/map/colours'
import { MapCanvas } from './MapCanvas'
import { countByClass, countMistakes, labelOfMap } from '../../../../figures/map/mapFigures'
import { MapDrawing } from '../../../../figures/map/MapDrawing'
import { classesOnMap, IMAGE_COLUMNS, imageRowsOf, isMistake } from '../../../../figures/map/mapRows'
import styles from './MapTab.module.css'
import { fitPoints, WHOLE_MAP, zoomAt } from '../../../../figures/map/mapView'
import { describePoint, PointCard } from './PointCard'
import { MAP_DEFINITIONS } from '../../../../figures/map/definitions'

const STEP = 1.5
/** By buttons the view is zoomed at its middle: no size is needed for that. */
const MIDDLE = { size: { width: 0, height: 0 }, x: 0, y: 0 }

/** The map, its classes, and what is chosen on it. */
export function MapFigure({ map }: { readonly map: ImageMap }) {
  const { study, showImages } = useFigureSource()
  const { classes } = study
  const title = 'Map of the images'
  const name = useFigureName(title)
  const [colouring, setColouring] = useState<'true' | 'predicted'>('true')
  const [pulling, setPulling] = useState<'select' | 'move'>('select')
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set())
  const [view, setView] = useState(WHOLE_MAP)
  const [cursor, setCursor] = useState<number>()
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const points = useMemo(() => fitPoints(map.points), [map])
  const colours = colouring === 'true' ? map.labels : map.predicted
  const isShown = useCallback((point: number) => !hidden.has(colours[point]!), [hidden, colours])
  const isWrong = useCallback((point: number) => isMistake(map, point), [map])
  const rows = useMemo(() => imageRowsOf(map, classes), [map, classes])
  const counts = useMemo(() => countByClass(colours, classes.length), [colours, classes])
  const mistakes = useMemo(() => countMistakes(map), [map])

  const show = (chosen: Iterable<number>, why: string): void =>
    showImages({ kind: 'some', some: Array.from(chosen, (point) => map.images[point]!) }, why)
  const showSelected = (): void =>
    show(selected, `${formatAmount(selected.size, 'image')} chosen on the map, mistakes first`)
  const chosen = [...selected].filter(isWrong).length
  const toggle = (index: number): void => {
    const next = new Set(hidden)
    if (!next.delete(index)) next.add(index)
    setHidden(next)
    setSelected(new Set())
  }

  return (
    <figure aria-label={name}>
      <div className={tabs.header}>
        <h3 className={tabs.title}>{name}</h3>
        <FigureTools title={title} definition={MAP_DEFINITIONS.map} columns={IMAGE_COLUMNS} rows={rows} />
      </div>
      <div className={styles.tools}>
        <SegmentedControl
          label="Colours"
          value={colouring}
          options={[
            { value: 'true', label: 'True class' },
            { value: 'predicted', label: 'Predicted' },
          ]}
          onChange={(next) => {
            setColouring(next)
            setSelected(new Set())
          }}
        />
        <SegmentedControl
          label="Pulling the pointer"
          value={pulling}
          options={[
            { value: 'select', label: 'Chooses' },
            { value: 'move', label: 'Moves' },
          ]}
          onChange={setPulling}
        />
        <div className={styles.zoom}>
          <IconButton
            label="Zoom in"
            size="small"
            icon={<Plus size={14} aria-hidden />}
            onClick={() => setView(zoomAt(points, view, MIDDLE.size, STEP, MIDDLE.x, MIDDLE.y))}
          />
          <IconButton
            label="Zoom out"
            size="small"
            icon={<Minus size={14} aria-hidden />}
            onClick={() => setView(zoomAt(points, view, MIDDLE.size, 1 / STEP, MIDDLE.x, MIDDLE.y))}
          />
          <IconButton
            label="Whole map"
            size="small"
            icon={<Maximize size={14} aria-hidden />}
            onClick={() => setView(WHOLE_MAP)}
          />
        </div>
      </div>
      <div className={styles.frame}>
        <MapCanvas
          label={`${labelOfMap(map, classes.length)} The table below says how far each class keeps together.`}
          points={points}
          colours={colours}
          classes={classes.length}
          isMistake={isWrong}
          isShown={isShown}
          describe={(point) => describePoint(map, classes, point)}
          selected={selected}
          view={view}
          onView={setView}
          pulling={pulling}
          cursor={cursor}
          onCursor={setCursor}
          onSelect={(found) => setSelected(new Set(found))}
          onOpen={(point) => {
            if (selected.has(point)) showSelected()
            else show([point], 'The image of a point on the map')
          }}
        />
        {cursor !== undefined && (
          <PointCard
            map={map}
            classes={classes}
            point={cursor}
            side={points.places[2 * cursor]! > view.x ? 'left' : 'right'}
          />
        )}
        <MapDrawing
          points={points}
          colours={colours}
          classes={classes.length}
          isMistake={isWrong}
          isShown={isShown}
          className={styles.drawing}
        />
      </div>
      <div className={styles.selection}>
        <p role="status" aria-label="On the map">
          {cursor !== undefined
            ? describePoint(map, classes, cursor)
            : selected.size > 0
              ? `${formatAmount(selected.size, 'image')} chosen, ${formatAmount(chosen, 'mistake')} among them`
              : 'Point at an image, or go there with the arrow keys, to read it; pull a rectangle to choose some.'}
        </p>
        {selected.size > 0 && (
          <>
            <Button size="small" onClick={showSelected}>
              <Images size={14} aria-hidden />
              Show images
            </Button>
            <Button size="small" look="plain" onClick={() => setSelected(new Set())}>
              Choose none
            </Button>
          </>
        )}
      </div>
      <div className={styles.below}>
        <ul className={styles.legend} aria-label="Legend">
          {classes.map((each, index) => (
            <li
              key={index}
              style={{ '--colour': colourOf(index, classes.length) } as CSSProperties}
              {...(hidden.has(index) && { 'data-hidden': true })}
            >
              <button type="button" aria-pressed={!hidden.has(index)} title={each} onClick={() => toggle(index)}>
                <bdi>{each}</bdi> <span className={styles.count}>· {formatCount(counts[index]!)}</span>
              </button>
            </li>
          ))}
          <li className={styles.sign}>Mistakes {formatCount(mistakes)}</li>
        </ul>
        {classes.length > 2 && (
          <Button
            size="small"
            look="plain"
            onClick={() => {
              setHidden(hidden.size > 0 ? new Set() : new Set(classes.keys()))
              setSelected(new Set())
            }}
          >
            {hidden.size > 0 ? 'Show all classes' : 'Hide all classes'}
          </Button>
        )}
      </div>
      <Strays map={map} onShow={show} />
    </figure>
  )
}

/** Classes some of whose images lie among others. */
function Strays({ map, onShow }: { readonly map: ImageMap; onShow(points: readonly number[], why: string): void }) {
  const { classes } = useFigureSource().study
  const strays = useMemo(
    () =>
      classesOnMap(map, classes.length)
        .filter((each) => each.strays.length > 0)
        .toSorted((one, other) => other.strays.length - one.strays.length),
    [map, classes],
  )
  if (strays.length === 0) return null
  return (
    <>
      <p className={styles.among}>Images most of whose nearest are of other classes</p>
      <ul className={tabs.leads} aria-label="Images among other classes">
        {strays.map(({ index, strays: points }) => {
          const says = `${formatAmount(points.length, 'image')} of class ${isolate(classes[index] ?? '')} ${points.length === 1 ? 'lies' : 'lie'} among others`
          return (
            <li key={index}>
              <button
                type="button"
                className={tabs.lead}
                onClick={() => onShow(points, `${says} on the map, mistakes first`)}
              >
                {says}
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
