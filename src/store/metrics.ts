/**
 * The curves of a run, kept outside the stores: training steps in typed arrays that grow, epochs in a list. Listeners hear at most
 * ten times a second, right before a painting, and a drawing reads a few hundred buckets however long the run.
 */
import type { LossAndAccuracy, TrainPoints } from '../engine/protocol'

export type Curve = 'loss' | 'accuracy'

/** One bucket of neighbouring steps. */
export interface CurveBucket {
  /** Position in epochs, at the middle of the bucket. */
  readonly epoch: number
  readonly mean: number
  readonly min: number
  readonly max: number
  readonly steps: number
}

export interface EpochMetrics {
  /** 1-based. */
  readonly epoch: number
  /** Means over the epoch while the weights move. */
  readonly train: LossAndAccuracy
  readonly validation?: LossAndAccuracy
}

export interface MetricsBuffer {
  clear(): void
  addPoints(points: TrainPoints): void
  addEpoch(metrics: EpochMetrics): void
  /** Counts the changes that listeners have been told of. */
  version(): number
  subscribe(listener: () => void): () => void
  epochs(): readonly EpochMetrics[]
  /** The curve in at most `limit` buckets, in order. Only the last one changes as steps come in, until all are joined in pairs. */
  buckets(curve: Curve, limit: number): readonly CurveBucket[]
  /** The mean over the last `steps` steps; nothing before the first. */
  recent(curve: Curve, steps: number): number | undefined
}

const FIRST_CAPACITY = 1024

/** Charts are costly to draw, and nobody sees more than ten drawings a second. */
const TELL_MILLISECONDS = 100

/** @param nextFrame runs a callback before the next painting; a test may pass its own. */
export function createMetricsBuffer(
  nextFrame: (callback: () => void) => void = (callback) => requestAnimationFrame(callback),
): MetricsBuffer {
  let columns = allocate(FIRST_CAPACITY)
  let length = 0
  let epochs: readonly EpochMetrics[] = []
  let version = 0
  let scheduled = false
  let lastTold = -Infinity
  const listeners = new Set<() => void>()

  /** One listener a frame, so that no frame carries all the drawing. */
  const tell = ([listener, ...others]: readonly (() => void)[]): void => {
    if (listener && listeners.has(listener)) listener()
    if (others.length > 0) nextFrame(() => tell(others))
  }

  const changed = (): void => {
    if (scheduled) return
    scheduled = true
    const wait = lastTold + TELL_MILLISECONDS - performance.now()
    const beforePainting = (): void =>
      nextFrame(() => {
        scheduled = false
        lastTold = performance.now()
        version++
        tell([...listeners])
      })
    if (wait > 0) setTimeout(beforePainting, wait)
    else beforePainting()
  }

  return {
    clear() {
      length = 0
      epochs = []
      changed()
    },
    addPoints(points) {
      const wanted = length + points.epoch.length
      if (wanted > columns.epoch.length) columns = grow(columns, wanted)
      columns.epoch.set(points.epoch, length)
      columns.loss.set(points.loss, length)
      columns.accuracy.set(points.accuracy, length)
      length = wanted
      changed()
    },
    addEpoch(metrics) {
      epochs = [...epochs, metrics]
      changed()
    },
    version: () => version,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    epochs: () => epochs,
    buckets(curve, limit) {
      const size = bucketSize(length, limit)
      return Array.from({ length: Math.ceil(length / size) }, (_, i) => {
        const from = i * size
        const to = Math.min(from + size, length)
        return summarise(columns[curve].subarray(from, to), columns.epoch.subarray(from, to))
      })
    },
    recent(curve, steps) {
      const from = Math.max(0, length - steps)
      return length === 0 ? undefined : summarise(columns[curve].subarray(from, length), columns.epoch).mean
    },
  }
}

/** A power of two, so that buckets stay where they are while the run goes on. */
function bucketSize(steps: number, limit: number): number {
  let size = 1
  while (Math.ceil(steps / size) > limit) size *= 2
  return size
}

type Columns = Record<'epoch' | Curve, Float64Array>

function allocate(capacity: number): Columns {
  return { epoch: new Float64Array(capacity), loss: new Float64Array(capacity), accuracy: new Float64Array(capacity) }
}

function grow(columns: Columns, wanted: number): Columns {
  const grown = allocate(Math.max(wanted, columns.epoch.length * 2))
  grown.epoch.set(columns.epoch)
  grown.loss.set(columns.loss)
  grown.accuracy.set(columns.accuracy)
  return grown
}

function summarise(values: Float64Array, epochs: Float64Array): CurveBucket {
  let sum = 0
  let min = Infinity
  let max = -Infinity
  for (const value of values) {
    sum += value
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  const epoch = ((epochs[0] ?? 0) + (epochs.at(-1) ?? 0)) / 2
  return { epoch, mean: sum / values.length, min, max, steps: values.length }
}
