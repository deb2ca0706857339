import { rowShares, type Confusion } from '../../../model/metrics/confusion'
import type { CellUnit } from '../../../runs/compare'
import { ChangeMarks } from '../../../ui/ChangeMarks'
import { ChartFrame } from '../../../ui/ChartFrame'
import { classes as join } from '../../../ui/classes'
import { formatCompact, formatCount, formatPercent } from '../../../ui/format'
import { Table } from '../../../ui/Table'
import styles from './MatrixFigure.module.css'

export interface MatrixFigureProps {
  readonly title: string
  readonly classes: readonly string[]
  /** Counts; of a difference what there are more of them, or how much larger the shares are, from -1 to 1, NaN where that is not known. */
  readonly cells: Confusion
  /** What is written in the cells. */
  readonly unit: CellUnit
  /** The cells are a second matrix less a first. */
  readonly isDifference?: boolean
  /** After an earlier epoch: cells that are otherwise now are marked. */
  readonly before?: { readonly epoch: number; readonly cells: Confusion } | undefined
}

/** With more classes there is no room for numbers, or for names. */
const MOST_WITH_NUMBERS = 12
const MOST_WITH_NAMES = 24

/** In rem. Few classes make no giants of their cells, and text is of one size beside matrices of more. */
const WIDEST = 24
const WIDEST_CELL = 3.5
const WIDEST_NAME = 3.25
const NAME_HEIGHT = 1.25
const TEXT = 0.7

/** A matrix small enough to stand beside others. Rows are true classes, columns predicted ones. */
export function MatrixFigure({ title, classes, cells, unit, isDifference = false, before }: MatrixFigureProps) {
  const count = classes.length
  const write = isDifference ? writeChange : writeCell
  const written = isDifference || unit === 'counts' ? cells : rowShares(cells, count)
  return (
    <ChartFrame
      title={title}
      chart={
        <>
          <Matrix {...{ title, classes, cells, unit, isDifference, before }} />
          {before && <p className={styles.marked}>◥ Otherwise than after epoch {formatCount(before.epoch)}</p>}
        </>
      }
      table={
        <Table
          name={title}
          columns={['True, predicted →', ...classes]}
          rows={classes.map((name, truth) => [
            name,
            ...written.slice(truth * count, (truth + 1) * count).map((value) => write(value, unit, 2)),
          ])}
        />
      }
    />
  )
}

function Matrix({ title, classes, cells, unit, isDifference = false, before }: MatrixFigureProps) {
  const count = classes.length
  const hasNames = count <= MOST_WITH_NAMES
  const longest = Math.max(0, ...classes.map((name) => cut(name).length))
  // In rem, and below in units of a cell.
  const nameWidth = hasNames ? Math.min(WIDEST_NAME, 0.5 + longest * 0.6 * TEXT) : 0
  const cell = Math.min(WIDEST_CELL, (WIDEST - nameWidth) / count)
  const [left, top] = [nameWidth / cell, hasNames ? NAME_HEIGHT / cell : 0]
  const text = TEXT / cell
  const write = isDifference ? writeChange : writeCell
  const written = isDifference || unit === 'counts' ? cells : rowShares(cells, count)
  return (
    <div className={styles.frame} style={{ maxWidth: `calc(${nameWidth + count * cell}rem + var(--truths))` }}>
      <p className={styles.guesses}>Predicted</p>
      <p className={styles.truths}>True</p>
      <svg
        className={styles.matrix}
        viewBox={`${-left} ${-top} ${count + left} ${count + top}`}
        role="img"
        aria-label={title}
      >
        {shadeCells(cells, count, isDifference && unit).map(({ kind, strength, path }) => (
          <path key={`${kind} ${strength}`} d={path} className={styles[kind]} fillOpacity={strength} />
        ))}
        {before && <ChangeMarks count={count} now={cells} before={before.cells} />}
        <rect x={0} y={0} width={count} height={count} className={styles.edge} />
        {count <= MOST_WITH_NUMBERS &&
          written.map((value, at) => {
            const words = write(value, unit, 1)
            return value === 0 ? null : (
              <text
                key={at}
                x={(at % count) + 0.5}
                y={Math.floor(at / count) + 0.5}
                className={styles.value}
                fontSize={fit(words, Math.min(text, 0.4), 0.92)}
              >
                {words}
              </text>
            )
          })}
        {hasNames &&
          classes.map((name, at) => (
            <g key={at} className={styles.label}>
              <text x={at + 0.5} y={-top / 2} className={styles.value} fontSize={fit(cut(name), text, 0.95)}>
                {cut(name)}
              </text>
              <text
                x={-0.25 / cell}
                y={at + 0.5}
                className={join(styles.value, styles.truth)}
                fontSize={fit(cut(name), text, left - 0.4 / cell)}
              >
                {cut(name)}
              </text>
            </g>
          ))}
      </svg>
    </div>
  )
}

interface ShadedCells {
  readonly kind: 'right' | 'good' | 'wrong'
  readonly strength: number
  /** SVG path data, one unit square a cell. */
  readonly path: string
}

/** All cells of one shade as one path: a matrix of hundreds of classes is then no slower to draw than one of ten. @param change of a difference. */
function shadeCells(cells: Confusion, count: number, change: CellUnit | false): readonly ShadedCells[] {
  const shares = change ? sharesOfLargest(cells, LEAST_SHADED[change]) : rowShares(cells, count)
  const paths = new Map<string, { kind: ShadedCells['kind']; strength: number; path: string }>()
  cells.forEach((value, cell) => {
    if (value === 0 || Number.isNaN(value)) return
    const [truth, guess] = [Math.floor(cell / count), cell % count]
    const isRight = truth === guess
    // Mistakes are few, and the square root makes one in a hundred visible.
    const share = Math.abs(shares[cell] ?? 0)
    const isGood = change ? isRight === value > 0 : isRight
    const exact = 0.08 + 0.52 * (change || !isRight ? Math.sqrt(share) : share)
    const strength = Math.round(exact * 50) / 50
    const kind = !isGood ? 'wrong' : change ? 'good' : 'right'
    const shaded = paths.get(`${kind} ${strength}`) ?? { kind, strength, path: '' }
    shaded.path += `M${guess} ${truth}h1v1h-1z`
    paths.set(`${kind} ${strength}`, shaded)
  })
  return [...paths.values()]
}

/** A change as large as this has the full shade where none is larger. */
const LEAST_SHADED: Readonly<Record<CellUnit, number>> = { counts: 1, shares: 0.01 }

/** Each change as a share of the largest one. */
function sharesOfLargest(cells: Confusion, least: number): readonly number[] {
  const most = cells.reduce((top, value) => (Number.isNaN(value) ? top : Math.max(top, Math.abs(value))), least)
  return cells.map((value) => value / most)
}

/** @param digits of a share behind the point. */
function writeCell(value: number, unit: CellUnit, digits: number): string {
  if (unit === 'counts') return value < 10_000 ? formatCount(value) : formatCompact(value)
  if (digits === 2) return formatPercent(value)
  // There is room for no more.
  return (100 * value).toFixed(value < 0.0995 ? 1 : 0)
}

/** `+3`, or of shares the percentage points: `−32.5`. */
function writeChange(value: number, unit: CellUnit, digits: number): string {
  if (Number.isNaN(value)) return '–'
  const size = Math.abs(value)
  const text = unit === 'counts' ? writeCell(size, unit, digits) : (100 * size).toFixed(digits)
  return Number(text) === 0 ? text : `${value > 0 ? '+' : '−'}${text}`
}

function cut(name: string): string {
  return name.length > 8 ? `${name.slice(0, 7)}…` : name
}

/** The size at which a text is no wider than so much; a letter is some 0.6 times as wide as high. */
function fit(text: string, size: number, width: number): number {
  return Math.min(size, width / (0.6 * Math.max(1, text.length)))
}
