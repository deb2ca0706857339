import { useMemo, type ReactNode } from 'react'
import { ChangeMarks } from '../ChangeMarks'
import { GAP, LETTER, NAME_LINE, TEXT, TITLE, type MatrixBox } from './matrixBox'
import styles from './MatrixDrawing.module.css'
import { cutName } from './names'
import { isStrong, pathsOf, type Shade } from './shades'
import toneStyles from './tones.module.css'

/** What is drawn, whatever its size. */
export interface ShadedMatrix {
  /** What the rows are, and the columns. */
  readonly rows: string
  readonly columns: string
  /** Along both sides. */
  readonly names: readonly string[]
  /** Cell after cell, row by row. */
  readonly shades: readonly (Shade | undefined)[]
  /** What stands in a cell. Where there are many, nothing does. */
  write(cell: number): string
}

export interface MatrixDrawingProps extends ShadedMatrix {
  /** Its accessible name. Absent where what is around it says all. */
  readonly label?: string | undefined
  /** Numbers now and before: cells that are otherwise are marked. */
  readonly marks?: { readonly now: readonly number[]; readonly before: readonly number[] } | undefined
  readonly box: MatrixBox
  /** Only a part is seen at a time: titles stand where it begins. */
  readonly scrolls?: boolean
}

/** With more cells along a side there is no room for numbers, and then none for lines. */
const MOST_WITH_NUMBERS = 12
const MOST_WITH_LINES = 60

/** A square of shaded cells, whose rows and columns have the same names, as SVG. */
export function MatrixDrawing({
  label,
  rows,
  columns,
  names,
  shades,
  write,
  marks,
  box,
  scrolls = false,
}: MatrixDrawingProps) {
  const { width, height, left, top, side, cell, letters, isTurned } = box
  const count = names.length
  const paths = useMemo(() => pathsOf(shades, count), [shades, count])
  const middle = scrolls ? GAP : side / 2
  const titleClass = scrolls ? styles.start : styles.middle
  const title = (name: string): ReactNode => cutName(name, letters) !== name && <title>{name}</title>
  return (
    <svg
      data-drawing
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
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
      {letters > 0 &&
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
  )
}

function drawLines(count: number, left: number, top: number, cell: number): string {
  const side = count * cell
  return Array.from({ length: count - 1 }, (_, i) => {
    const at = (i + 1) * cell
    return `M${left + at} ${top}v${side}M${left} ${top + at}h${side}`
  }).join('')
}
