import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react'
import { useSize } from '../../../../ui/chart/useSize'
import { useDrawing } from '../../../../ui/useDrawing'
import styles from './MapTab.module.css'
import {
  bringIntoView,
  moveBy,
  nearestPoint,
  onScreen,
  pointByKey,
  pointsWithin,
  zoomAt,
  type FittedPoints,
  type MapRectangle,
  type MapView,
} from '../../../../figures/map/mapView'
import { paintOn } from './paintMap'

export interface MapCanvasProps {
  /** In words: what is seen. */
  readonly label: string
  readonly points: FittedPoints
  /** For each point, the class that it has the colour of. */
  readonly colours: ArrayLike<number>
  readonly classes: number
  readonly isMistake: (point: number) => boolean
  readonly isShown: (point: number) => boolean
  /** What a point is, in words. */
  readonly describe: (point: number) => string
  readonly selected: ReadonlySet<number>
  readonly view: MapView
  onView(view: MapView): void
  /** What a pointer does that is pulled over the map; with Shift it does the other. */
  readonly pulling: 'select' | 'move'
  /** The point that is read. */
  readonly cursor: number | undefined
  onCursor(point: number | undefined): void
  onSelect(points: readonly number[]): void
  /** Enter, or a press on a point. */
  onOpen(point: number): void
}

/** A pointer this close to a point means it, in pixels. */
const REACH = 14
/** What is pulled less far is a press. */
const PULL = 4
const STEP = 1.5

interface Pull {
  readonly x: number
  readonly y: number
  readonly toX: number
  readonly toY: number
}

/**
 * The points, which can be pointed at, gone to by arrow keys, and chosen by a rectangle. Only the point that is read is an element, so that ten
 * thousand cost no more than one.
 */
export function MapCanvas(props: MapCanvasProps) {
  const { label, points, colours, classes, isMistake, isShown, describe, selected, view, pulling, cursor } = props
  const { onView, onCursor, onSelect, onOpen } = props
  const id = useId()
  const room = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSize(room)
  const [pull, setPull] = useState<Pull>()
  const pointers = useRef(new Map<number, { readonly x: number; readonly y: number }>())
  const places = useMemo(() => onScreen(points, view, size), [points, view, size])
  const rectangle = pull && rectangleOf(pull)

  const draw = useCallback(
    (context: CanvasRenderingContext2D) =>
      paintOn(context, { size, places, colours, classes, isMistake, isShown, selected, cursor, rectangle }),
    [size, places, colours, classes, isMistake, isShown, selected, cursor, rectangle],
  )
  useDrawing(canvas, draw)

  /** What the listener of the wheel reads: it can't be React's, which may not keep the page from scrolling. */
  const zoom = useRef<(event: WheelEvent) => void>(() => undefined)
  useLayoutEffect(() => {
    zoom.current = (event) => {
      const isMeant = event.ctrlKey || event.metaKey || document.activeElement === room.current
      if (!isMeant) return
      event.preventDefault()
      const { left, top } = room.current!.getBoundingClientRect()
      onView(zoomAt(points, view, size, Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top))
    }
  })
  useEffect(() => {
    const element = room.current
    const listen = (event: WheelEvent): void => zoom.current(event)
    element?.addEventListener('wheel', listen, { passive: false })
    return () => element?.removeEventListener('wheel', listen)
  }, [])

  const placeOf = (event: PointerEvent): { readonly x: number; readonly y: number } => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const press = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return
    const { x, y } = placeOf(event)
    event.currentTarget.setPointerCapture(event.pointerId)
    pointers.current.set(event.pointerId, { x, y })
    onCursor(nearestPoint(places, isShown, x, y, REACH))
    const moves = (pulling === 'move') !== event.shiftKey
    setPull(moves || pointers.current.size > 1 ? undefined : { x, y, toX: x, toY: y })
  }
  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const { x, y } = placeOf(event)
    const before = pointers.current.get(event.pointerId)
    if (!before) return onCursor(nearestPoint(places, isShown, x, y, REACH))
    pointers.current.set(event.pointerId, { x, y })
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    if (other) {
      const by = distance({ x, y }, other) / Math.max(1, distance(before, other))
      return onView(zoomAt(points, view, size, by, (x + other.x) / 2, (y + other.y) / 2))
    }
    if (pull) return setPull({ ...pull, toX: x, toY: y })
    onView(moveBy(points, view, size, x - before.x, y - before.y))
  }
  const letGo = (event: PointerEvent<HTMLDivElement>): void => {
    pointers.current.delete(event.pointerId)
    setPull(undefined)
  }
  const release = (event: PointerEvent<HTMLDivElement>): void => {
    letGo(event)
    if (!pull) return
    if (distance({ x: pull.x, y: pull.y }, { x: pull.toX, y: pull.toY }) < PULL) {
      const found = nearestPoint(places, isShown, pull.x, pull.y, REACH)
      onCursor(found)
      if (found === undefined) onSelect([])
      else onOpen(found)
    } else onSelect(pointsWithin(places, isShown, rectangleOf(pull)))
  }

  const go = (to: number): void => {
    onCursor(to)
    onView(bringIntoView(points, view, size, to))
  }
  const pressKey = (event: KeyboardEvent): void => {
    const here = cursor !== undefined && isShown(cursor) ? cursor : undefined
    const start = here ?? nearestPoint(places, isShown, size.width / 2, size.height / 2)
    if (start === undefined) return
    const next =
      here === undefined && event.key.startsWith('Arrow') ? start : pointByKey(event.key, places, isShown, start)
    if (next !== undefined) go(next)
    else if (event.key === 'PageDown' || event.key === 'PageUp') {
      const mistakes = Array.from({ length: points.count }, (_, at) => at).filter((at) => isShown(at) && isMistake(at))
      const ahead = event.key === 'PageDown'
      const found = ahead
        ? (mistakes.find((at) => here === undefined || at > here) ?? mistakes[0])
        : (mistakes.findLast((at) => here === undefined || at < here) ?? mistakes.at(-1))
      if (found !== undefined) go(found)
    } else if (event.key === '+' || event.key === '-')
      onView(
        zoomAt(points, view, size, event.key === '+' ? STEP : 1 / STEP, places[2 * start]!, places[2 * start + 1]!),
      )
    else if (event.key === ' ')
      onSelect(selected.has(start) ? [...selected].filter((each) => each !== start) : [...selected, start])
    else if (event.key === 'Enter') onOpen(start)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const held = cursor ?? 0
  return (
    <div className={styles.room}>
      <canvas ref={canvas} role="img" aria-label={label} className={styles.canvas} />
      <div
        ref={room}
        role="listbox"
        aria-label="Points of the map: arrow keys go from image to image, Page Down to the next mistake, Space chooses, Enter shows, plus and minus zoom"
        aria-multiselectable
        {...(cursor !== undefined && { 'aria-activedescendant': id })}
        tabIndex={0}
        className={styles.points}
        data-pulling={pulling}
        onPointerDown={press}
        onPointerMove={point}
        onPointerUp={release}
        onPointerCancel={letGo}
        onPointerLeave={() => onCursor(undefined)}
        onKeyDown={pressKey}
        onBlur={() => onCursor(undefined)}
      >
        <div id={id} role="option" aria-selected={selected.has(held)} aria-label={describe(held)} />
      </div>
    </div>
  )
}

function distance(
  one: { readonly x: number; readonly y: number },
  other: { readonly x: number; readonly y: number },
): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

function rectangleOf({ x, y, toX, toY }: Pull): MapRectangle {
  return { left: Math.min(x, toX), top: Math.min(y, toY), right: Math.max(x, toX), bottom: Math.max(y, toY) }
}
