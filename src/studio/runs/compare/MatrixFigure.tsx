import type { Confusion } from '../../../model/metrics/confusion'
import { rowShares } from '../../../model/metrics/confusion'
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
}

/** With more classes there is no room for numbers, or for names. */
const MOST_WITH_NUMBERS = 12
const MOST_WITH_NAMES = 24

/** A matrix small enough to stand beside others. Rows are true classes, columns predicted ones. */
export function MatrixFigure({ title, classes, cells, isDifference = false }: MatrixFigureProps) {
  const count = classes.length
  return (
    <ChartFrame
      title={title}
      chart={<Matrix {...{ title, classes, cells, isDifference }} />}
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

function Matrix({ title, classes, cells, isDifference = false }: MatrixFigureProps) {
  const count = classes.length
  const shares = isDifference ? differences(cells) : rowShares(cells, count)
  // Room for names, in units of a cell.
  const room = count <= MOST_WITH_NAMES ? count * 0.14 : 0
  return (
    <svg
      className={styles.matrix}
      viewBox={`${-room} ${-room} ${count + room} ${count + room}`}
      role="img"
      aria-label={title}
    >
      {cells.map((value, cell) => {
        if (value === 0) return null
        const [truth, guess] = [Math.floor(cell / count), cell % count]
        const isRight = truth === guess
        // Mistakes are few, and the square root makes one in a hundred visible.
        const share = Math.abs(shares[cell] ?? 0)
        const isGood = isDifference ? isRight === value > 0 : isRight
        const strength = isDifference || !isRight ? 0.08 + 0.52 * Math.sqrt(share) : 0.08 + 0.52 * share
        return (
          <rect
            key={cell}
            x={guess}
            y={truth}
            width={1}
            height={1}
            className={isGood ? (isDifference ? styles.good : styles.right) : styles.wrong}
            fillOpacity={strength}
          />
        )
      })}
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

/** Each change as a share of the largest one. */
function differences(cells: Confusion): readonly number[] {
  const most = Math.max(1, ...cells.map(Math.abs))
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
