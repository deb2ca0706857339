import { useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { boxOf, type Box } from './box'
import { createChartCursor, type ChartCursor } from './cursor'
import styles from './LineChart.module.css'
import { LineDrawing, type LineFigure } from './LineDrawing'
import { nearestTo, scaleOf, valueAt, type ChartAxis } from './scale'
import { useSize } from './useSize'

export interface LineChartProps extends LineFigure {
  /** Its accessible name. */
  readonly label: string
  /** Where it can be read: rising. */
  readonly stops: ArrayLike<number>
  /** Shared by charts that are read together. */
  readonly cursor?: ChartCursor
  /** Where a reading covers least of the curve, in pixels from the top. */
  readonly readingTop?: number
  /** What there is to read at a place; nothing where there is none. */
  read(place: number): ReactNode
}

/** From the place that is read to what is read there. */
const BESIDE = 10

/**
 * Lines over an axis, read by pointer or by the arrow keys. What is read is drawn by itself, so that a move of the pointer draws no line anew.
 */
export function LineChart({ cursor, ...props }: LineChartProps) {
  const room = useRef<HTMLDivElement>(null)
  const size = useSize(room)
  const [own] = useState(createChartCursor)
  const [isFocused, setFocused] = useState(false)
  const shared = cursor ?? own
  const box = useMemo(() => boxOf(props.y, size), [props.y, size])
  const { label, stops } = props
  const at = useSyncExternalStore(shared.subscribe, shared.place)
  const isSeen = box.right > box.left && box.bottom > box.top

  const go = (to: number): void => shared.moveTo(stops[Math.max(0, Math.min(stops.length - 1, to))])
  const point = ({ clientX, currentTarget }: PointerEvent): void => {
    const { left } = currentTarget.getBoundingClientRect()
    go(nearestTo(stops, valueAt(props.x, (clientX - left - box.left) / (box.right - box.left))))
  }
  const press = (event: KeyboardEvent): void => {
    const place = shared.place()
    const last = stops.length - 1
    const from = place === undefined ? last : nearestTo(stops, place)
    const next = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      PageUp: from + Math.ceil(last / 10),
      PageDown: from - Math.ceil(last / 10),
      Home: 0,
      End: last,
    }[event.key]
    if (event.key === 'Escape') shared.moveTo(undefined)
    if (next === undefined || last < 0) return
    event.preventDefault()
    go(next)
  }

  return (
    <div
      ref={room}
      className={styles.chart}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => shared.moveTo(undefined)}
    >
      {/* Beside what is drawn and read: a screen reader finds nothing within a slider. */}
      <div
        role="slider"
        aria-roledescription="chart"
        aria-label={label}
        aria-valuemin={valueOf(props.x, props.x.from)}
        aria-valuemax={valueOf(props.x, props.x.to)}
        aria-valuenow={valueOf(props.x, at ?? props.x.to)}
        aria-valuetext={at === undefined ? props.x.label : `${props.x.label} ${sayPlace(props.x, at)}`}
        tabIndex={0}
        className={styles.slider}
        onKeyDown={press}
        onFocus={() => {
          setFocused(true)
          if (shared.place() === undefined) go(stops.length - 1)
        }}
        onBlur={() => {
          setFocused(false)
          shared.moveTo(undefined)
        }}
      />
      {isSeen && (
        <>
          <LineDrawing
            x={props.x}
            y={props.y}
            lines={props.lines}
            bands={props.bands}
            marks={props.marks}
            width={size.width}
            height={size.height}
          />
          <Cursor {...props} box={box} width={size.width} height={size.height} cursor={shared} isHeard={isFocused} />
        </>
      )}
    </div>
  )
}

/** By powers of ten, its power: ARIA has no numbers such as 1e-7. */
function valueOf({ isLog = false }: ChartAxis, place: number): number {
  return isLog ? Number(Math.log10(place).toFixed(4)) : place
}

function sayPlace({ isLog = false }: ChartAxis, place: number): number {
  return Number(isLog ? place.toPrecision(4) : place.toFixed(2))
}

interface CursorProps extends Pick<LineChartProps, 'x' | 'read' | 'readingTop'> {
  readonly box: Box
  readonly width: number
  readonly height: number
  readonly cursor: ChartCursor
  readonly isHeard: boolean
}

/** The line at the place that is read, and what is read there. */
function Cursor({ x, box, width, height, cursor, readingTop = 0, read, isHeard }: CursorProps) {
  const place = useSyncExternalStore(cursor.subscribe, cursor.place)
  const isIn = place !== undefined && place >= x.from && place <= x.to
  const reading = isIn ? read(place) : undefined
  const at = isIn ? scaleOf(x, box.left, box.right)(place) : 0
  const card = useRef<HTMLDivElement>(null)
  // It stands beside the place, on the side where it fits, and never beyond the chart.
  useLayoutEffect(() => {
    const element = card.current
    if (!element) return
    const wide = element.offsetWidth
    const beside = at + BESIDE + wide <= width ? at + BESIDE : at - BESIDE - wide
    element.style.left = `${Math.max(0, Math.min(beside, width - wide))}px`
  }, [at, width, reading])
  return (
    <>
      {isIn && (
        <svg width={width} height={height} className={styles.beside} aria-hidden>
          <line x1={at} x2={at} y1={box.top} y2={box.bottom} className={styles.cursor} />
        </svg>
      )}
      {/* Of charts that are read together, one is heard. */}
      <div aria-live={isHeard ? 'polite' : 'off'} className={styles.status}>
        {reading !== undefined && reading !== null && (
          <div ref={card} className={styles.reading} style={{ top: readingTop }}>
            {reading}
          </div>
        )}
      </div>
    </>
  )
}
