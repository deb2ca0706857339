import { useMemo, useRef, type ReactNode } from 'react'
import { ChangeMarks } from '../ChangeMarks'
import styles from './MatrixChart.module.css'
import { cutName } from './names'
import { isStrong, pathsOf, type Shade } from './shades'
import toneStyles from './tones.module.css'
import { useSize } from './useSize'

export interface MatrixChartProps {
  /** Its accessible name. Absent where what lies over it says all. */
  readonly label?: string
  /** What the rows are, and the columns. */
  readonly rows: string
  readonly columns: string
  /** Along both sides. */
  readonly names: readonly string[]
  /** Cell after cell, row by row. */
  readonly shades: readonly (Shade | undefined)[]
  /** What stands in a cell. Where there are many, nothing does. */
  write(cell: number): string
  /** Numbers now and before: cells that are otherwise are marked. */
  readonly marks?: { readonly now: readonly number[]; readonly before: readonly number[] } | undefined
  /** No cell is wider, in pixels. */
  readonly widestCell?: number
  /** Lies over the cells. */
  readonly children?: ReactNode
}

/** With more cells along a side there is no room for numbers, then none for names, and then none for lines. */
const MOST_WITH_NUMBERS = 12
const MOST_WITH_NAMES = 24
const MOST_WITH_LINES = 60

/** In pixels. Below the smallest a cell can't be pointed at: a larger matrix scrolls. */
const SMALLEST_CELL = 4
const TITLE = 16
const NAME_LINE = 16
const MOST_NAME = 80
const GAP = 5
const EDGE = 1
const TEXT = 11
/** A letter is some so wide as it is high. */
const LETTER = 0.6

/** A square of shaded cells, whose rows and columns have the same names. */
export function MatrixChart({
  label,
  rows,
  columns,
  names,
  shades,
  write,
  marks,
  widestCell = Infinity,
  children,
}: MatrixChartProps) {
  const room = useRef<HTMLDivElement>(null)
  const { width } = useSize(room)
  const count = names.length
  const paths = useMemo(() => pathsOf(shades, count), [shades, count])
  const hasNames = count <= MOST_WITH_NAMES
  const longest = hasNames ? Math.max(0, ...names.map(widthOf)) : 0
  const nameWidth = hasNames ? Math.min(MOST_NAME, longest) + GAP : 0
  const left = TITLE + nameWidth
  const cell = Math.max(SMALLEST_CELL, Math.min(widestCell, (width - left - EDGE) / Math.max(1, count)))
  const side = count * cell
  const isTurned = longest > cell
  const top = TITLE + (!hasNames ? 0 : isTurned ? nameWidth : NAME_LINE)
  const scrolls = left + side + EDGE > width + 1
  const letters = Math.floor((nameWidth - GAP) / (TEXT * LETTER) + 0.01)
  const middle = scrolls ? GAP : side / 2
  const titleClass = scrolls ? styles.start : styles.middle
  const title = (name: string): ReactNode => cutName(name, letters) !== name && <title>{name}</title>
  return (
    <div ref={room} className={styles.room} style={scrolls && width > 0 ? { maxHeight: width } : undefined}>
      {width > 0 && (
        <div className={styles.matrix} style={{ width: left + side + EDGE, height: top + side + EDGE }}>
          <svg
            data-drawing
            width={left + side + EDGE}
            height={top + side + EDGE}
            className={styles.drawing}
            {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
          >
            <text x={left + middle} y={TITLE / 2} className={titleClass}>
              {columns}
            </text>
            <text
              transform={`translate(${TITLE / 2} ${top + middle}) rotate(-90)`}
              className={scrolls ? styles.end : styles.middle}
            >
              {rows}
            </text>
            {hasNames &&
              names.map((name, at) => (
                <g key={at}>
                  <text
                    transform={
                      isTurned
                        ? `translate(${left + (at + 0.5) * cell} ${top - GAP}) rotate(-90)`
                        : `translate(${left + (at + 0.5) * cell} ${top - NAME_LINE / 2})`
                    }
                    className={isTurned ? styles.start : styles.middle}
                  >
                    {cutName(name, letters)}
                    {title(name)}
                  </text>
                  <text x={left - GAP} y={top + (at + 0.5) * cell} className={styles.end}>
                    {cutName(name, letters)}
                    {title(name)}
                  </text>
                </g>
              ))}
            <rect x={left} y={top} width={side} height={side} className={styles.ground} />
            <g transform={`translate(${left} ${top}) scale(${cell})`}>
              {paths.map(({ tone, percent, path }) => (
                <path key={`${tone} ${percent}`} d={path} className={toneStyles[tone]} fillOpacity={percent / 100} />
              ))}
              {marks && <ChangeMarks count={count} {...marks} />}
            </g>
            {count <= MOST_WITH_LINES && <path d={drawLines(count, left, top, cell)} className={styles.lines} />}
            <rect x={left} y={top} width={side} height={side} className={styles.edge} />
            {count <= MOST_WITH_NUMBERS && (
              <g>
                {shades.map((shade, at) => {
                  const words = write(at)
                  return (
                    words !== '' && (
                      <text
                        key={at}
                        x={left + ((at % count) + 0.5) * cell}
                        y={top + (Math.floor(at / count) + 0.5) * cell}
                        fontSize={Math.min(TEXT, (0.92 * cell) / (LETTER * words.length))}
                        className={isStrong(shade) ? styles.onStrong : styles.number}
                      >
                        {words}
                      </text>
                    )
                  )
                })}
              </g>
            )}
          </svg>
          <div className={styles.over} style={{ left, top, width: side, height: side }}>
            {children}
          </div>
        </div>
      )}
    </div>
  )
}

function widthOf(name: string): number {
  return Math.ceil(name.length * TEXT * LETTER)
}

function drawLines(count: number, left: number, top: number, cell: number): string {
  const side = count * cell
  return Array.from({ length: count - 1 }, (_, i) => {
    const at = (i + 1) * cell
    return `M${left + at} ${top}v${side}M${left} ${top + at}h${side}`
  }).join('')
}
