import { useMemo } from 'react'
import { sayMarked, SAY_UNIT } from '../../../figures/confusion/confusionCells'
import { ROW_LEGEND, SIDES } from '../../../figures/confusion/confusionDrawing'
import { rowShares, type Confusion } from '../../../model/metrics/confusion'
import type { CellUnit } from '../../../runs/compare'
import { MatrixChart } from '../../../ui/chart/MatrixChart'
import { ShadeLegend } from '../../../ui/chart/ShadeLegend'
import { shadeSquare, type Shade } from '../../../ui/chart/shades'
import { ChartFrame } from '../../../ui/ChartFrame'
import { FigureMenu } from '../../../ui/figure/FigureMenu'
import { nameFile } from '../../../ui/figure/nameFile'
import { squareTable } from '../../../ui/figure/squareTable'
import { formatCompact, formatCount, formatPercent } from '../../../ui/format'
import { Table } from '../../../ui/Table'
import styles from './MatrixFigure.module.css'

export interface MatrixFigureProps {
  readonly title: string
  /** What it is of, in short lines: they go along into its files. */
  readonly of: readonly string[]
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

/** In pixels: few classes make no giants of their cells. */
const WIDEST_CELL = 56

const CHANGE_LEGEND = {
  title: 'Change, up to the largest',
  tones: [
    { name: 'better', tone: 'good' },
    { name: 'worse', tone: 'danger' },
  ],
  percents: [0, 8, 18, 28, 40, 50, 60],
} as const

/** A matrix small enough to stand beside others. Rows are true classes, columns predicted ones. */
export function MatrixFigure({ title, of, classes, cells, unit, isDifference = false, before }: MatrixFigureProps) {
  const count = classes.length
  const write = isDifference ? writeChange : writeCell
  const written = useMemo(
    () => (isDifference || unit === 'counts' ? cells : rowShares(cells, count)),
    [isDifference, unit, cells, count],
  )
  const shades = useMemo(
    () => (isDifference ? shadeChanges(cells, count, unit) : shadeSquare(rowShares(cells, count), count)),
    [isDifference, cells, count, unit],
  )
  const marked = before && sayMarked(before.epoch)
  const { columns } = squareTable(classes, [])
  return (
    <ChartFrame
      title={title}
      tools={
        <FigureMenu
          title={title}
          lines={[...of, isDifference ? CHANGES[unit] : SAY_UNIT[unit], ...(marked === undefined ? [] : [marked])]}
          fileName={nameFile(title)}
          columns={columns}
          rows={() => squareTable(classes, written.map(orNull)).rows}
        />
      }
      chart={
        <>
          <MatrixChart
            label={title}
            {...SIDES}
            names={classes}
            shades={shades}
            write={(at) => (written[at] === 0 ? '' : write(written[at]!, unit, 1))}
            marks={before && { now: cells, before: before.cells }}
            widestCell={WIDEST_CELL}
          />
          <div className={styles.legend}>
            <ShadeLegend {...(isDifference ? CHANGE_LEGEND : ROW_LEGEND)} />
          </div>
          {marked !== undefined && <p className={styles.marked}>{marked}</p>}
        </>
      }
      table={
        <Table
          name={title}
          {...squareTable(
            classes,
            written.map((value) => write(value, unit, 2)),
          )}
        />
      }
    />
  )
}

const CHANGES: Readonly<Record<CellUnit, string>> = {
  counts: 'Cells show how many images more or fewer',
  shares: 'Cells show percentage points of their row',
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

/** A change as large as this has the full shade where none is larger. */
const LEAST_SHADED: Readonly<Record<CellUnit, number>> = { counts: 1, shares: 0.01 }

/** The full shade of a change: dark text can be read on it. */
const WEAKEST = 8
const STRONGEST = 60

/** By the largest change. More on the diagonal is better, and less beside it. */
function shadeChanges(cells: Confusion, count: number, unit: CellUnit): readonly (Shade | undefined)[] {
  const most = cells.reduce(
    (top, value) => (Number.isNaN(value) ? top : Math.max(top, Math.abs(value))),
    LEAST_SHADED[unit],
  )
  return cells.map((value, cell) => {
    if (value === 0 || Number.isNaN(value)) return undefined
    const isRight = Math.floor(cell / count) === cell % count
    const percent = WEAKEST + (STRONGEST - WEAKEST) * Math.sqrt(Math.abs(value) / most)
    return { tone: isRight === value > 0 ? 'good' : 'danger', percent: 2 * Math.round(percent / 2) }
  })
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
