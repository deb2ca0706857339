/**
 * The curves of a run, kept outside the stores: training steps in typed arrays that grow, epochs in a list. Listeners hear at most
 * ten times a second, right before a painting, and a drawing reads a few hundred buckets however long the run.
 */
import type { RunPlace, TrainPoints } from '../../engine/protocol/run'
import type { LossAndAccuracy } from '../../model/metrics/evaluation'

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

/** Means over one epoch, or over as much of it as was trained. */
export interface EpochMeans extends LossAndAccuracy {
  /** 1-based. */
  readonly epoch: number
  readonly ended: boolean
}

export interface MetricsBuffer {
  clear(): void
  addPoints(points: TrainPoints): void
  addEpoch(metrics: EpochMetrics): void
  /** Drops what came after a place in the run (in epochs, 0 for all): it goes on from there. */
  truncate(position: number): void
  /** Counts the changes that listeners have been told of. */
  version(): number
  subscribe(listener: () => void): () => void
  epochs(): readonly EpochMetrics[]
  /** The curve in at most `limit` buckets, in order. Only the last one changes as steps come in, until all are joined in pairs. */
  buckets(curve: Curve, limit: number): readonly CurveBucket[]
  /** The latest epoch of which a step was done: its own means once it has ended, until then those over its steps so far. */
  current(): EpochMeans | undefined
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
  let running: RunningEpoch | undefined
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
      running = undefined
      changed()
    },
    addPoints(points) {
      const wanted = length + points.epoch.length
      if (wanted > columns.epoch.length) columns = grow(columns, wanted)
      columns.epoch.set(points.epoch, length)
      columns.loss.set(points.loss, length)
      columns.accuracy.set(points.accuracy, length)
      length = wanted
      running = points.epoch.reduce(
        (sums, position, i) => addStep(sums, position, points.loss[i] ?? 0, points.accuracy[i] ?? 0),
        running,
      )
      changed()
    },
    addEpoch(metrics) {
      epochs = [...epochs, metrics]
      changed()
    },
    truncate(position) {
      while (length > 0 && columns.epoch[length - 1]! > position) length--
      epochs = epochs.filter((end) => end.epoch <= position)
      running = undefined
      let first = length
      while (first > 0 && columns.epoch[first - 1]! > Math.ceil(position) - 1) first--
      for (let i = first; i < length; i++) {
        running = addStep(running, columns.epoch[i]!, columns.loss[i]!, columns.accuracy[i]!)
      }
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
    current() {
      const last = epochs.at(-1)
      if (last && last.epoch >= (running?.epoch ?? 0)) return { epoch: last.epoch, ended: true, ...last.train }
      if (!running) return undefined
      const { epoch, steps, loss, accuracy } = running
      return { epoch, ended: false, loss: loss / steps, accuracy: accuracy / steps }
    },
  }
}

/** A place in a run, in epochs, as the engine counts them in its points. */
export function positionOf({ epoch, step, steps }: RunPlace): number {
  return epoch - 1 + step / steps
}

/** Sums over the steps of an epoch. */
interface RunningEpoch {
  readonly epoch: number
  readonly steps: number
  readonly loss: number
  readonly accuracy: number
}

/** @param position in epochs, at the end of the step: the last step of epoch 2 is at 2. */
function addStep(sums: RunningEpoch | undefined, position: number, loss: number, accuracy: number): RunningEpoch {
  const epoch = Math.ceil(position)
  if (sums?.epoch !== epoch) return { epoch, steps: 1, loss, accuracy }
  return { epoch, steps: sums.steps + 1, loss: sums.loss + loss, accuracy: sums.accuracy + accuracy }
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
