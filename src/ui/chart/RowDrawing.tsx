import { cutName, nameColumn } from './names'
import styles from './RowDrawing.module.css'

export interface BarColumn {
  readonly title: string
  /** The value of the longest bar. */
  readonly most: number
  readonly className?: string | undefined
}

export interface BarRow {
  readonly name: string
  /** One a column; `null` has no bar. */
  readonly values: readonly (number | null)[]
  /** What stands behind the bars, one a column. */
  readonly texts: readonly string[]
  /** Its accessible name: all of it in words. */
  readonly says: string
}

/** What is drawn, whatever its size. */
export interface RowFigure {
  /** What the rows are. */
  readonly heading: string
  readonly columns: readonly BarColumn[]
  readonly rows: readonly BarRow[]
}

/** In pixels. */
export const HEAD = 20
export const ROW = 20
const BAR = 10
const GAP = 12
/** From a bar to its value. */
const BESIDE = 5
/** A digit is some so wide. */
const DIGIT = 7.8

/** Of a drawing of so many rows, in pixels. */
export function heightOf(rows: number, rowHeight = ROW): number {
  return HEAD + rows * rowHeight + 4
}

export interface RowDrawingProps extends RowFigure {
  /** In pixels. */
  readonly width: number
  readonly rowHeight?: number
}

/** Bars side by side in rows with a name each, as SVG. */
export function RowDrawing({ heading, columns, rows, width, rowHeight = ROW }: RowDrawingProps) {
  const height = heightOf(rows.length, rowHeight)
  const { width: nameWidth, letters } = nameColumn([heading, ...rows.map(({ name }) => name)], width)
  const textWidths = columns.map((_, at) => DIGIT * Math.max(...rows.map(({ texts }) => texts[at]!.length), 1) + BESIDE)
  const barWidth =
    (width - nameWidth - textWidths.reduce((sum, each) => sum + each, 0) - columns.length * GAP) / columns.length
  const lefts = columns.map(
    (_, at) => nameWidth + GAP + at * (barWidth + GAP) + textWidths.slice(0, at).reduce((sum, each) => sum + each, 0),
  )
  return (
    <svg
      data-drawing
      role="presentation"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={styles.drawing}
    >
      <g aria-hidden>
        <text x={0} y={HEAD / 2} className={styles.title}>
          {heading}
        </text>
        {columns.map(({ title }, at) => (
          <text key={title} x={lefts[at]} y={HEAD / 2} className={styles.title}>
            {title}
          </text>
        ))}
        {rows.map(({ name, values, texts }, row) => {
          const middle = HEAD + (row + 0.5) * rowHeight
          return (
            <g key={row}>
              <text x={0} y={middle} className={styles.name}>
                {cutName(name, letters)}
              </text>
              {columns.map(({ title, most, className }, at) => {
                const value = values[at] ?? 0
                const long = most > 0 ? Math.max(0, (value / most) * barWidth) : 0
                return (
                  <g key={title}>
                    <rect
                      x={lefts[at]}
                      y={middle - BAR / 2}
                      width={value > 0 ? Math.max(1, long) : 0}
                      height={BAR}
                      rx={1.5}
                      className={className ?? styles.bar}
                    />
                    <text x={lefts[at]! + long + BESIDE} y={middle} className={styles.name}>
                      {texts[at]}
                    </text>
                  </g>
                )
              })}
            </g>
          )
        })}
      </g>
    </svg>
  )
}
