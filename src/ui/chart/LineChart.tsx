import { memo, useId, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { CSSProperties, KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { classes } from '../classes'
import { Axes } from './Axes'
import { axisWidth, BOTTOM, RIGHT, TOP, type Box } from './box'
import { createChartCursor, type ChartCursor } from './cursor'
import styles from './LineChart.module.css'
import { bandPath, linePath } from './paths'
import { nearestTo, scaleOf, valueAt, type ChartAxis } from './scale'
import { useSize } from './useSize'

export interface ChartLine {
  readonly key: string
  /** Rising. */
  readonly xs: ArrayLike<number>
  /** As many. NaN is a gap. */
  readonly ys: ArrayLike<number>
  readonly className?: string | undefined
  readonly style?: CSSProperties
  /** Whether each value is a dot as well. */
  readonly dots?: boolean
}

export interface ChartBand {
  readonly key: string
  readonly xs: ArrayLike<number>
  readonly lows: ArrayLike<number>
  readonly highs: ArrayLike<number>
  readonly className?: string | undefined
  readonly style?: CSSProperties
}

/** A thin line where something happened, with what it was. */
export interface ChartMark {
  readonly x: number
  /** At its top: one character, or a word that stands beside it. */
  readonly sign: string
  /** Where a word stands. */
  readonly side?: 'left' | 'right'
  readonly message: string
}

export interface LineChartProps {
  /** Its accessible name. */
  readonly label: string
  /** Of the axis along, whose ends a person reads. */
  readonly x: ChartAxis
  readonly y: ChartAxis
  /** The last are drawn on top. */
  readonly lines: readonly ChartLine[]
  readonly bands?: readonly ChartBand[]
  readonly marks?: readonly ChartMark[]
  /** Where it can be read: rising. */
  readonly stops: ArrayLike<number>
  /** Shared by charts that are read together. */
  readonly cursor?: ChartCursor
  /** Where a reading covers least of the curve, in pixels from the top. */
  readonly readingTop?: number
  /** What there is to read at a place; nothing where there is none. */
  read(place: number): ReactNode
}

/** From a mark to its sign. */
const OFFSETS = { on: 0, left: -5, right: 5 } as const
/** Half a dot: one that stands on an end of an axis is whole. */
const DOT = 2.5
/** From the place that is read to what is read there. */
const BESIDE = 10

/**
 * Lines over an axis, read by pointer or by the arrow keys. A line of some hundred points is one path. What is read is drawn by itself, so that
 * a move of the pointer draws no line anew.
 */
export function LineChart({ cursor, ...props }: LineChartProps) {
  const room = useRef<HTMLDivElement>(null)
  const size = useSize(room)
  const [own] = useState(createChartCursor)
  const [isFocused, setFocused] = useState(false)
  const shared = cursor ?? own
  const longest = Math.max(...props.y.ticks.map((tick) => props.y.formatTick(tick).length))
  const box = useMemo(
    () => ({ left: axisWidth(longest), top: TOP, right: size.width - RIGHT, bottom: size.height - BOTTOM }),
    [longest, size],
  )
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
          <Drawing {...props} box={box} width={size.width} height={size.height} />
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

type DrawingProps = Omit<LineChartProps, 'cursor'> & {
  readonly box: Box
  readonly width: number
  readonly height: number
}

const Drawing = memo(function Drawing({ x, y, lines, bands = [], marks = [], box, width, height }: DrawingProps) {
  const clip = useId()
  const dotClip = useId()
  const across = useScale(x, box.left, box.right)
  const up = useScale(y, box.bottom, box.top)
  return (
    <svg data-drawing role="presentation" width={width} height={height} className={styles.drawing}>
      <clipPath id={clip}>
        <rect x={box.left} y={box.top - 1} width={box.right - box.left + 1} height={box.bottom - box.top + 2} />
      </clipPath>
      <clipPath id={dotClip}>
        <rect
          x={box.left - DOT}
          y={box.top - DOT}
          width={box.right - box.left + 2 * DOT}
          height={box.bottom - box.top + 2 * DOT}
        />
      </clipPath>
      <Axes x={x} y={y} box={box} height={height} />
      {marks.map(({ x: place, sign, side, message }) => (
        <g key={place} role="img" aria-label={message} className={styles.mark}>
          <title>{message}</title>
          <line x1={across(place)} x2={across(place)} y1={box.top} y2={box.bottom} />
          <text x={across(place) + OFFSETS[side ?? 'on']} y={box.top + 8} data-side={side}>
            {sign}
          </text>
        </g>
      ))}
      <g clipPath={`url(#${clip})`} aria-hidden>
        {bands.map((band) => (
          <Band key={band.key} band={band} across={across} up={up} />
        ))}
        {lines.map((line) => (
          <Line key={line.key} line={line} across={across} up={up} />
        ))}
      </g>
      <g clipPath={`url(#${dotClip})`} aria-hidden>
        {lines.map(
          ({ key, xs, ys, className, style, dots }) =>
            dots && (
              <path
                key={key}
                className={classes(styles.dots, className)}
                style={{ stroke: style?.stroke }}
                d={Array.from(ys, (value, at) =>
                  Number.isFinite(value) ? `M${across(xs[at]!)} ${up(value)}h0` : '',
                ).join('')}
              />
            ),
        )}
      </g>
    </svg>
  )
})

/** Another function only where values stand elsewhere, so that what it has drawn can stay. */
function useScale({ from, to, isLog = false }: ChartAxis, start: number, end: number): (value: number) => number {
  return useMemo(() => scaleOf({ from, to, isLog }, start, end), [from, to, isLog, start, end])
}

interface Scales {
  readonly across: (value: number) => number
  readonly up: (value: number) => number
}

function Line({ line, across, up }: Scales & { readonly line: ChartLine }) {
  const { key, xs, ys, className, style } = line
  const path = useMemo(() => linePath(xs, ys, across, up), [xs, ys, across, up])
  return <path data-line={key} className={classes(styles.line, className)} style={style} d={path} />
}

function Band({ band, across, up }: Scales & { readonly band: ChartBand }) {
  const { xs, lows, highs, className, style } = band
  const path = useMemo(() => bandPath(xs, lows, highs, across, up), [xs, lows, highs, across, up])
  return <path className={classes(styles.band, className)} style={style} d={path} />
}

/** The line at the place that is read, and what is read there. */
function Cursor({
  x,
  box,
  width,
  height,
  cursor,
  readingTop = 0,
  read,
  isHeard,
}: DrawingProps & { readonly cursor: ChartCursor; readonly isHeard: boolean }) {
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
        <svg width={width} height={height} className={styles.drawing} aria-hidden>
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
