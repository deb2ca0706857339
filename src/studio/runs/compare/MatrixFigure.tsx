import type { Confusion } from '../../../model/metrics/confusion'
import { rowShares } from '../../../model/metrics/confusion'
import { ChangeMarks } from '../../../ui/ChangeMarks'
import { ChartFrame } from '../../../ui/ChartFrame'
import { classes as join } from '../../../ui/classes'
import { formatCompact, formatCount } from '../../../ui/format'
import { Table } from '../../../ui/Table'
import styles from './MatrixFigure.module.css'

export interface MatrixFigureProps {
  readonly title: string
  readonly classes: readonly string[]
  /** Counts, or for a difference what there are more of them. */
  readonly cells: Confusion
  /** The cells are a second matrix less a first. */
  readonly isDifference?: boolean
  /** After an earlier epoch: cells that are otherwise now are marked. */
  readonly before?: { readonly epoch: number; readonly cells: Confusion } | undefined
}

/** With more classes there is no room for numbers, or for names. */
const MOST_WITH_NUMBERS = 12
const MOST_WITH_NAMES = 24

/** A matrix small enough to stand beside others. Rows are true classes, columns predicted ones. */
export function MatrixFigure({ title, classes, cells, isDifference = false, before }: MatrixFigureProps) {
  const count = classes.length
  return (
    <ChartFrame
      title={title}
      chart={
        <>
          <Matrix {...{ title, classes, cells, isDifference, before }} />
          {before && <p className={styles.marked}>◥ Otherwise than after epoch {formatCount(before.epoch)}</p>}
        </>
      }
      table={
        <Table
          name={title}
          columns={['True, predicted →', ...classes]}
          rows={classes.map((name, truth) => [
            name,
            ...cells.slice(truth * count, (truth + 1) * count).map((value) => write(value, isDifference)),
          ])}
        />
      }
    />
  )
}

function Matrix({ title, classes, cells, isDifference = false, before }: MatrixFigureProps) {
  const count = classes.length
  // Room for names, in units of a cell.
  const room = count <= MOST_WITH_NAMES ? count * 0.14 : 0
  return (
    <svg
      className={styles.matrix}
      viewBox={`${-room} ${-room} ${count + room} ${count + room}`}
      role="img"
      aria-label={title}
    >
      {shadeCells(cells, count, isDifference).map(({ kind, strength, path }) => (
        <path key={`${kind} ${strength}`} d={path} className={styles[kind]} fillOpacity={strength} />
      ))}
      {before && <ChangeMarks count={count} now={cells} before={before.cells} />}
      <rect x={0} y={0} width={count} height={count} className={styles.edge} />
      {count <= MOST_WITH_NUMBERS &&
        cells.map((value, cell) =>
          value === 0 ? null : (
            <text
              key={cell}
              x={(cell % count) + 0.5}
              y={Math.floor(cell / count) + 0.5}
              className={styles.value}
              fontSize={fit(write(value, isDifference), 0.32, 0.92)}
            >
              {write(value, isDifference)}
            </text>
          ),
        )}
      {count <= MOST_WITH_NAMES &&
        classes.map((name, at) => (
          <g key={at} className={styles.label}>
            <text x={at + 0.5} y={-room / 2} className={styles.value} fontSize={fit(cut(name), count * 0.035, 0.95)}>
              {cut(name)}
            </text>
            <text
              x={-room * 0.12}
              y={at + 0.5}
              className={join(styles.value, styles.truth)}
              fontSize={fit(cut(name), count * 0.035, room * 0.88)}
            >
              {cut(name)}
            </text>
          </g>
        ))}
    </svg>
  )
}

interface ShadedCells {
  readonly kind: 'right' | 'good' | 'wrong'
  readonly strength: number
  /** SVG path data, one unit square a cell. */
  readonly path: string
}

/** All cells of one shade as one path: a matrix of hundreds of classes is then no slower to draw than one of ten. */
function shadeCells(cells: Confusion, count: number, isDifference: boolean): readonly ShadedCells[] {
  const shares = isDifference ? differences(cells) : rowShares(cells, count)
  const paths = new Map<string, { kind: ShadedCells['kind']; strength: number; path: string }>()
  cells.forEach((value, cell) => {
    if (value === 0) return
    const [truth, guess] = [Math.floor(cell / count), cell % count]
    const isRight = truth === guess
    // Mistakes are few, and the square root makes one in a hundred visible.
    const share = Math.abs(shares[cell] ?? 0)
    const isGood = isDifference ? isRight === value > 0 : isRight
    const exact = 0.08 + 0.52 * (isDifference || !isRight ? Math.sqrt(share) : share)
    const strength = Math.round(exact * 50) / 50
    const kind = !isGood ? 'wrong' : isDifference ? 'good' : 'right'
    const shaded = paths.get(`${kind} ${strength}`) ?? { kind, strength, path: '' }
    shaded.path += `M${guess} ${truth}h1v1h-1z`
    paths.set(`${kind} ${strength}`, shaded)
  })
  return [...paths.values()]
}

/** Each change as a share of the largest one. */
function differences(cells: Confusion): readonly number[] {
  const most = cells.reduce((top, value) => Math.max(top, Math.abs(value)), 1)
  return cells.map((value) => value / most)
}

function write(value: number, isDifference: boolean): string {
  const digits = Math.abs(value) < 10_000 ? formatCount(Math.abs(value)) : formatCompact(Math.abs(value))
  if (!isDifference || value === 0) return digits
  return `${value > 0 ? '+' : '−'}${digits}`
}

function cut(name: string): string {
  return name.length > 8 ? `${name.slice(0, 7)}…` : name
}

/** The size at which a text is no wider than so much; a letter is some 0.6 times as wide as high. */
function fit(text: string, size: number, width: number): number {
  return Math.min(size, width / (0.6 * Math.max(1, text.length)))
}
