import { memo, useId, useMemo, useRef, type ReactNode } from 'react'
import { valueAt, type Plane } from '../../../model/learn/readStep'
import type { Place } from '../../../model/learn/windowWalk'
import { useWidth } from '../../../ui/useWidth'
import { shadeCells, SHADES, traceLines, traceMargin } from './cellPaths'
import styles from './GridPicture.module.css'
import { describePart, type GridView } from './gridView'
import { formatValue } from './words'

export interface GridPictureProps {
  readonly title: string
  /** One line under the title. */
  readonly fact: string
  readonly view: GridView
  readonly values: Plane
  /** Where the first of the values stands in the grid. */
  readonly origin: Place
  /** The value of the deepest shade. */
  readonly most: number
  /** Pixels have the shades of one colour; sums are of two, for above and below 0. */
  readonly look: 'pixels' | 'sums'
  /** What is written in a cell without a value. */
  readonly margin?: string
  /** The most cells that any picture of the same stage has along a side: a cell is as large in all of them. */
  readonly scale: number
  /** Lies over the cells. */
  readonly children: ReactNode
}

/** A cell that is narrower has no room for its number, and one that is narrower still has no lines. */
const NUMBERED_PIXELS = 17
const LINED_PIXELS = 5

/** From one line of the hatching to the next. */
const HATCH_PIXELS = 6

/** An image as a grid of squares, with the numbers in them where there is room. */
export function GridPicture({ title, fact, view, scale, children, ...cells }: GridPictureProps) {
  const room = useRef<HTMLDivElement>(null)
  const width = useWidth(room)
  const { rows, columns } = view
  const part = describePart(view)
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span className={styles.title}>{title}</span>{' '}
        <span className={styles.fact}>{[fact, ...(part === undefined ? [] : [part])].join(', ')}</span>
      </figcaption>
      <div
        ref={room}
        className={styles.room}
        style={{ width: `${(100 * columns.length) / scale}%`, aspectRatio: `${columns.length} / ${rows.length}` }}
      >
        <Cells view={view} side={width / columns.length} {...cells} />
        {children}
      </div>
    </figure>
  )
}

interface CellsProps extends Pick<GridPictureProps, 'view' | 'values' | 'origin' | 'most' | 'look' | 'margin'> {
  /** Of a cell, in pixels. */
  readonly side: number
}

const Cells = memo(function Cells({ view, values, origin, most, look, margin, side }: CellsProps) {
  const hatch = useId()
  const shades = useMemo(() => shadeCells(view, values, origin, most), [view, values, origin, most])
  const outside = useMemo(() => traceMargin(view, values, origin), [view, values, origin])
  const isNumbered = side >= NUMBERED_PIXELS
  // Numbers are read on the lighter half of the shades.
  const deepest = isNumbered ? 0.42 : 0.95
  return (
    <>
      <svg className={styles.cells} viewBox={boxOf(view)} preserveAspectRatio="none" aria-hidden>
        <defs>
          <pattern
            id={hatch}
            width={HATCH_PIXELS}
            height={HATCH_PIXELS}
            patternUnits="userSpaceOnUse"
            patternTransform={`scale(${1 / Math.max(1, side)}) rotate(45)`}
          >
            <rect width={HATCH_PIXELS / 4} height={HATCH_PIXELS} className={styles.hatch} />
          </pattern>
        </defs>
        {shades.map(({ isNegative, shade, path }) => (
          <path
            key={`${isNegative} ${shade}`}
            d={path}
            className={look === 'pixels' ? styles.pixel : isNegative ? styles.negative : styles.positive}
            fillOpacity={(deepest * shade) / SHADES}
          />
        ))}
        {outside !== '' && <path d={outside} className={styles.outside} />}
        {outside !== '' && <path d={outside} fill={`url(#${hatch})`} />}
        {side >= LINED_PIXELS && <path d={traceLines(view)} className={styles.lines} />}
      </svg>
      {isNumbered && <Numbers view={view} values={values} origin={origin} margin={margin} />}
    </>
  )
})

function Numbers({
  view,
  values,
  origin,
  margin = '',
}: Pick<CellsProps, 'view' | 'values' | 'origin'> & { readonly margin?: string | undefined }) {
  const { rows, columns } = view
  const texts = Array.from({ length: rows.length * columns.length }, (_, i) => {
    const row = rows.start + Math.floor(i / columns.length)
    const column = columns.start + (i % columns.length)
    const value = valueAt(values, row - origin.row, column - origin.column)
    return value === undefined ? margin : shorten(value)
  })
  const longest = Math.max(2, ...texts.map((text) => text.length))
  return (
    <svg
      className={styles.numbers}
      style={{ fontSize: `min(var(--text-xl), calc(100cqi / ${columns.length} * ${1.15 / longest}))` }}
      aria-hidden
    >
      {texts.map((text, i) => (
        <text
          key={i}
          x={`${((i % columns.length) + 0.5) * (100 / columns.length)}%`}
          y={`${(Math.floor(i / columns.length) + 0.5) * (100 / rows.length)}%`}
        >
          {text}
        </text>
      ))}
    </svg>
  )
}

/** In a cell there is room for one digit after the point. */
function shorten(value: number): string {
  return formatValue(Number(value.toFixed(1)))
}

/** The part of the grid that is on show, for an SVG over it. */
export function boxOf({ rows, columns }: GridView): string {
  return `${columns.start} ${rows.start} ${columns.length} ${rows.length}`
}
