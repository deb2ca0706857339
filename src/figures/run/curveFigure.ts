/** A curve of a run: what is drawn of it. */
import type { LogEntry } from '../../store/curves/metricsBuffer'
import type { LineFigure } from '../../ui/chart/LineDrawing'
import { scaleEpochs, scaleValues } from './axes'
import styles from './curve.module.css'
import { marksOf } from './curveMarks'
import type { CurveRow } from './curveRows'
import { CURVES, type Curve } from './curveText'

/** More dots would run together. */
const MOST_DOTS = 32

/** What stands above a mark's line. */
const SIGNS: Readonly<Record<LogEntry['did'], string>> = { rate: '↕', stop: '▪', restore: '↺' }

export interface CurveFacts {
  readonly rows: readonly CurveRow[]
  readonly log: readonly LogEntry[]
  /** The loss of a model that guesses. */
  readonly guessing: number
  /** Epochs that are planned. */
  readonly planned: number
}

export interface CurveFigure {
  readonly drawing: LineFigure
  /** Where it can be read, in epochs: rising. */
  readonly stops: readonly number[]
  /** The end of the axis. */
  readonly end: number
}

export function curveFigure(curve: Curve, { rows, log, guessing, planned }: CurveFacts): CurveFigure {
  const { axis, formatTick } = CURVES[curve]
  const values = scaleValues(curve, rows, guessing)
  const epochs = scaleEpochs(rows.at(-1)?.epoch ?? 0, planned)
  const { lines, bands, stops } = drawingOf(rows)
  return {
    drawing: {
      x: { label: 'Epoch', from: 0, to: epochs.end, ticks: epochs.ticks, formatTick: String },
      y: { label: axis, from: 0, to: values.end, ticks: values.ticks, formatTick },
      lines,
      bands,
      marks: marksOf(log, epochs.end).map(({ position: x, did, message }) => ({ x, sign: SIGNS[did], message })),
    },
    stops,
    end: epochs.end,
  }
}

/** What is drawn of the rows: the means of training with their band, and the dots of validation. */
function drawingOf(rows: readonly CurveRow[]) {
  const training = rows.filter((row) => row.training !== undefined)
  const validation = rows.filter((row) => row.validation !== undefined)
  const banded = training.filter(({ band }) => band)
  const along = (some: readonly CurveRow[]): readonly number[] => some.map(({ epoch }) => epoch)
  const lines = [
    {
      key: 'training',
      xs: along(training),
      ys: training.map((row) => row.training ?? NaN),
      className: styles.training,
    },
    {
      key: 'validation',
      xs: along(validation),
      ys: validation.map((row) => row.validation ?? NaN),
      className: styles.validation,
      dots: validation.length <= MOST_DOTS,
    },
  ]
  const band = {
    key: 'band',
    xs: along(banded),
    lows: banded.map(({ band }) => band?.[0] ?? NaN),
    highs: banded.map(({ band }) => band?.[1] ?? NaN),
    className: styles.band,
  }
  return { lines: lines.filter(({ xs }) => xs.length > 0), bands: [band], stops: [...new Set(along(rows))] }
}
