/** A run's training steps, thinned as they come in: however long the run, at most so many points are kept. */
import type { RunCurve } from './record'

/** What a chart shows, and some 15 kB of a record. */
const MOST_POINTS = 512

export interface Step {
  /** Position in epochs. */
  readonly epoch: number
  readonly seconds: number
  readonly loss: number
  readonly accuracy: number
  readonly learningRate: number
}

type Point = Step & { readonly steps: number }

export interface ThinCurve {
  add(step: Step): void
  /** Drops the points behind a position in epochs, from which the run goes on. */
  truncate(position: number): void
  read(): RunCurve
}

/** @param from a curve that goes on. */
export function createThinCurve(most = MOST_POINTS, from?: RunCurve): ThinCurve {
  let points: Point[] = from ? pointsOf(from) : []
  /** Steps of a whole point; a power of two, so that points stay where they are until all are joined in pairs. */
  let size = Math.max(1, ...points.map(({ steps }) => steps))
  return {
    add(step) {
      const last = points.at(-1)
      if (last && last.steps < size) points[points.length - 1] = join(last, { ...step, steps: 1 })
      else points.push({ ...step, steps: 1 })
      if (points.length <= most) return
      points = joinPairs(points)
      size *= 2
    },
    truncate(position) {
      points = points.filter(({ epoch }) => epoch <= position)
    },
    read: () => ({
      epoch: points.map(({ epoch }) => epoch),
      seconds: points.map(({ seconds }) => seconds),
      loss: points.map(({ loss }) => loss),
      accuracy: points.map(({ accuracy }) => accuracy),
      learningRate: points.map(({ learningRate }) => learningRate),
      steps: points.map(({ steps }) => steps),
    }),
  }
}

function pointsOf({ epoch, seconds, loss, accuracy, learningRate, steps }: RunCurve): Point[] {
  return epoch.map((position, i) => ({
    epoch: position,
    seconds: seconds[i]!,
    loss: loss[i]!,
    accuracy: accuracy[i]!,
    learningRate: learningRate[i]!,
    steps: steps[i]!,
  }))
}

function joinPairs(points: readonly Point[]): Point[] {
  return Array.from({ length: Math.ceil(points.length / 2) }, (_, at) => {
    const second = points[2 * at + 1]
    return second ? join(points[2 * at]!, second) : points[2 * at]!
  })
}

function join(one: Point, other: Point): Point {
  const steps = one.steps + other.steps
  const mean = (what: keyof Step): number => (one[what] * one.steps + other[what] * other.steps) / steps
  return {
    epoch: mean('epoch'),
    seconds: mean('seconds'),
    loss: mean('loss'),
    accuracy: mean('accuracy'),
    learningRate: mean('learningRate'),
    steps,
  }
}
