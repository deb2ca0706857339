import { memo, useId, useMemo, type CSSProperties } from 'react'
import { classes } from '../classes'
import { Axes } from './Axes'
import { boxOf, type Size } from './box'
import styles from './LineDrawing.module.css'
import { bandPath, linePath } from './paths'
import { scaleOf, type ChartAxis } from './scale'

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

/** From a mark to its sign. */
const OFFSETS = { on: 0, left: -5, right: 5 } as const
/** Half a dot: one that stands on an end of an axis is whole. */
const DOT = 2.5
/** What is drawn, whatever its size. */
export interface LineFigure {
  /** Of the axis along, whose ends a person reads. */
  readonly x: ChartAxis
  readonly y: ChartAxis
  /** The last are drawn on top. */
  readonly lines: readonly ChartLine[]
  readonly bands?: readonly ChartBand[] | undefined
  readonly marks?: readonly ChartMark[] | undefined
}

/** In pixels. */
export type LineDrawingProps = LineFigure & Size

/** Lines over an axis, as SVG. A line of some hundred points is one path. */
export const LineDrawing = memo(function LineDrawing({
  x,
  y,
  lines,
  bands = [],
  marks = [],
  width,
  height,
}: LineDrawingProps) {
  const box = boxOf(y, { width, height })
  const clip = useId()
  const dotClip = useId()
  const across = useScale(x, box.left, box.right)
  const up = useScale(y, box.bottom, box.top)
  return (
    <svg
      data-drawing
      role="presentation"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={styles.drawing}
    >
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
