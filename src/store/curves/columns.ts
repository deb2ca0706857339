/** Training steps in typed arrays that grow, and the few hundred buckets that a drawing reads of them. */
import type { TrainPoints } from '../../engine/protocol/run'

export type Curve = 'loss' | 'accuracy' | 'learningRate'

/** One bucket of neighbouring steps. */
export interface CurveBucket {
  /** Position in epochs, at the middle of the bucket. */
  readonly epoch: number
  readonly mean: number
  readonly min: number
  readonly max: number
  readonly steps: number
}

const FIRST_CAPACITY = 1024

type Columns = Record<'epoch' | Curve, Float64Array>

export class StepColumns {
  length = 0
  #columns = allocate(FIRST_CAPACITY)

  add(points: TrainPoints): void {
    const wanted = this.length + points.epoch.length
    if (wanted > this.#columns.epoch.length) this.#columns = grow(this.#columns, wanted)
    this.#columns.epoch.set(points.epoch, this.length)
    this.#columns.loss.set(points.loss, this.length)
    this.#columns.accuracy.set(points.accuracy, this.length)
    this.#columns.learningRate.set(points.learningRate, this.length)
    this.length = wanted
  }

  /** Drops the steps behind a position in epochs. */
  truncate(position: number): void {
    while (this.length > 0 && this.#columns.epoch[this.length - 1]! > position) this.length--
  }

  /** Of the latest step. */
  last(curve: Curve): number | undefined {
    return this.length > 0 ? this.#columns[curve][this.length - 1] : undefined
  }

  /** The steps behind a position in epochs. */
  since(position: number): TrainPoints {
    let first = this.length
    while (first > 0 && this.#columns.epoch[first - 1]! > position) first--
    const part = (column: Float64Array): number[] => [...column.subarray(first, this.length)]
    const { epoch, loss, accuracy, learningRate } = this.#columns
    return { epoch: part(epoch), loss: part(loss), accuracy: part(accuracy), learningRate: part(learningRate) }
  }

  /** The curve in at most `limit` buckets, in order. Only the last one changes as steps come in, until all are joined in pairs. */
  buckets(curve: Curve, limit: number): readonly CurveBucket[] {
    const size = bucketSize(this.length, limit)
    return Array.from({ length: Math.ceil(this.length / size) }, (_, i) => {
      const from = i * size
      const to = Math.min(from + size, this.length)
      return summarise(this.#columns[curve].subarray(from, to), this.#columns.epoch.subarray(from, to))
    })
  }
}

/** A power of two, so that buckets stay where they are while the run goes on. */
function bucketSize(steps: number, limit: number): number {
  let size = 1
  while (Math.ceil(steps / size) > limit) size *= 2
  return size
}

function allocate(capacity: number): Columns {
  const column = (): Float64Array => new Float64Array(capacity)
  return { epoch: column(), loss: column(), accuracy: column(), learningRate: column() }
}

function grow(columns: Columns, wanted: number): Columns {
  const grown = allocate(Math.max(wanted, columns.epoch.length * 2))
  grown.epoch.set(columns.epoch)
  grown.loss.set(columns.loss)
  grown.accuracy.set(columns.accuracy)
  grown.learningRate.set(columns.learningRate)
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
