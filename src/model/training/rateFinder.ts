/**
 * The learning-rate finder: the loss over a sweep of growing rates, and which rate to take from it.
 *
 * The idea is the range test of Smith (2017, “Cyclical Learning Rates for Training Neural Networks”, section 3.3). Its numbers are those of
 * fastai's `lr_find` (fastai/callback/schedule.py): rates that grow exponentially from 1e-7 to 10 over 100 steps, a loss smoothed with beta 0.98
 * and its bias corrected, an end where that is above four times its lowest, and two ways to read the curve, `valley` and `steep`. Both leave out
 * the first tenth of the planned steps and the last five of those done.
 */
import { sayRate } from './sayRate'

export const SWEEP = {
  from: 1e-7,
  to: 10,
  /** At most, and at least: fewer say too little. */
  steps: 100,
  fewestSteps: 30,
  beta: 0.98,
  /** A smoothed loss above so many times its lowest ends the sweep. */
  divergence: 4,
} as const

/** The learning rate of each step of a sweep: from × (to / from) ^ (step / steps), as `SchedExp` of fastai gives them. */
export function sweepRates(steps: number): Float32Array<ArrayBuffer> {
  const { from, to } = SWEEP
  return Float32Array.from({ length: steps }, (_, step) => from * (to / from) ** (step / steps))
}

/** A sweep is planned to need this share of its time. */
const PLANNED_SHARE = 0.8

/**
 * How many steps a sweep has.
 * @param time that it may take, and @param each that a step takes, in milliseconds. @returns nothing where too few of them fit.
 */
export function planSweep(time: number, each: number): number | undefined {
  const steps = Math.min(SWEEP.steps, Math.floor((PLANNED_SHARE * time) / Math.max(each, 1e-3)))
  return steps < SWEEP.fewestSteps ? undefined : steps
}

/** A sweep so far: columns of equal length, one entry a step. */
export interface SweepPoints {
  readonly rates: readonly number[]
  /** Mean over the step's batch, with the weights as they were before its update. */
  readonly losses: readonly number[]
  readonly smoothed: readonly number[]
}

/** Why a sweep ended: all steps are done, the loss grew too large or was no number, or its time was up. */
export type SweepEnding = 'done' | 'diverged' | 'notFinite' | 'time'

export interface SweepLog {
  readonly points: SweepPoints
  /** Takes the next step. A loss that is no number is left out of the points. @returns why the sweep is over, where it is. */
  add(rate: number, loss: number): 'diverged' | 'notFinite' | undefined
}

/** Smooths the losses as they come: an exponential mean, divided by 1 - beta^n for what it lacks at the start. */
export function createSweepLog(): SweepLog {
  const points = { rates: [] as number[], losses: [] as number[], smoothed: [] as number[] }
  let mean = 0
  let lowest = Infinity
  return {
    points,
    add(rate, loss) {
      if (!Number.isFinite(loss)) return 'notFinite'
      mean = SWEEP.beta * mean + (1 - SWEEP.beta) * loss
      const smoothed = mean / (1 - SWEEP.beta ** (points.losses.length + 1))
      points.rates.push(rate)
      points.losses.push(loss)
      points.smoothed.push(smoothed)
      lowest = Math.min(lowest, smoothed)
      return smoothed > SWEEP.divergence * lowest ? 'diverged' : undefined
    },
  }
}

export interface RateSuggestion {
  /** With two digits. */
  readonly learningRate: number
  /** One sentence. */
  readonly reason: string
}

export type SweepReading =
  | { readonly kind: 'found'; readonly valley: RateSuggestion; readonly steepest: RateSuggestion }
  /** One or two sentences: what there was, and what to do. */
  | { readonly kind: 'none'; readonly message: string }

/** Fewer points that count have no shape. */
const FEWEST_POINTS = 10
/** The smoothed loss must fall by this share, and by so many standard errors of its beginning: less may be chance. */
const FALL = 0.01
const ERRORS = 3

/** @param planned how many steps the sweep was to have. */
export function readSweep({ rates, losses, smoothed }: SweepPoints, planned: number): SweepReading {
  const last = rates.at(-1)
  if (last === undefined) {
    return none(
      'The loss was infinite or not a number at the first step, before any learning rate could matter: look at the data and at the activations of the layers.',
    )
  }
  const skipped = Math.floor(planned / 10)
  const [from, to] = [skipped, rates.length - 5]
  if (to - from < FEWEST_POINTS) {
    return none(
      `The loss grew out of bounds after ${rates.length} of ${planned} steps, at a learning rate of ${sayRate(last)}: that is too early to tell a good one. Add a normalisation layer, or look for very large weights.`,
    )
  }
  const [x, y] = [rates.slice(from, to), smoothed.slice(from, to)]
  const lowest = Math.min(...y)
  const needed = Math.max(FALL * y[0]!, ERRORS * standardError(losses.slice(0, from + 1)))
  if (!(y[0]! - lowest > needed)) {
    return none(
      `No rate lowered the loss: it was ${sayLoss(y[0]!)} at first and ${sayLoss(lowest)} at its lowest. Look whether labels and images belong together, or try another stack.`,
    )
  }
  const valley = findValley(y)
  const steepest = findSteepest(x, y)
  return {
    kind: 'found',
    valley: {
      learningRate: round(x[valley.at]!),
      reason: `The loss fell over the longest stretch from ${say(x[valley.from]!)} to ${say(x[valley.to]!)}. This is the middle of it: large, and still far from where the loss rises.`,
    },
    steepest: {
      learningRate: round(x[steepest]!),
      reason: 'Here the loss fell fastest. It is often larger, and less sure.',
    },
  }
}

/**
 * `valley` of fastai: the longest falling subsequence of the losses, and the place in the midst of its middle third.
 * @param losses two at least. @returns indices into them.
 */
export function findValley(losses: readonly number[]): {
  readonly at: number
  readonly from: number
  readonly to: number
} {
  const lengths = losses.map(() => 1)
  let to = 0
  for (let i = 1; i < losses.length; i++) {
    for (let j = 0; j < i; j++) {
      if (losses[i]! < losses[j]!) lengths[i] = Math.max(lengths[i]!, lengths[j]! + 1)
    }
    if (lengths[i]! > lengths[to]!) to = i
  }
  const from = to - lengths[to]!
  const third = (to - from) / 3
  const at = from + Math.floor(third) + Math.floor(third / 2)
  return { at: Math.max(0, at), from: Math.max(0, from), to }
}

/** `steep` of fastai: where the loss falls fastest by the logarithm of the rate. @returns an index. */
export function findSteepest(rates: readonly number[], losses: readonly number[]): number {
  const slopes = losses.slice(1).map((loss, i) => (loss - losses[i]!) / (Math.log(rates[i + 1]!) - Math.log(rates[i]!)))
  return slopes.indexOf(Math.min(...slopes))
}

function standardError(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / Math.max(1, values.length - 1) / values.length)
}

function none(message: string): SweepReading {
  return { kind: 'none', message }
}

function round(rate: number): number {
  return Number(rate.toPrecision(2))
}

function say(rate: number): string {
  return rate < 1e-4 ? rate.toExponential(0) : String(round(rate))
}

function sayLoss(loss: number): string {
  return String(Number(loss.toPrecision(4)))
}
