/** The charts' axes: they start at 0, and stand still or move in few leaps. */
import { niceStep, ticksTo } from '../../ui/chart/scale'
import type { CurveRow } from './curveRows'
import type { Curve } from './curveText'

export interface Scale {
  readonly end: number
  readonly ticks: readonly number[]
}

/** Up to this many epochs the axis shows the whole run from its start. */
const WHOLE_RUN = 200

/** The epoch axis shows the whole planned run. Of a run that is longer than `WHOLE_RUN`, it shows the beginning, and grows in few leaps. */
export function scaleEpochs(position: number, epochs: number): Scale {
  const planned = Number.isInteger(epochs) ? epochs : 1
  const whole = Math.max(1, planned, Math.ceil(position))
  let end = Math.min(whole, WHOLE_RUN)
  while (end < position) end = Math.min(whole, end * 2)
  const step = Math.ceil(niceStep(end / 6))
  return { end, ticks: ticksTo(end, step) }
}

/** The share of training positions that the loss axis may leave out. */
const SPIKES = 0.05

/** While there are fewer training positions, the loss axis does not shrink. */
const FEW = 64

const SMALLEST_LOSS = 1e-6
const SMALLEST_RATE = 1e-6
const SLOWEST = 1

/**
 * The loss axis, from 0. It shows the descent from the loss of guessing. An early spike above that may leave through the top, so the
 * highest twentieth of the training positions does not count. The later half of the validation does count, because people look for its rise
 * at the end of a run.
 * @param guessing the loss of a model that guesses, ln(classes): where the axis ends while there is nothing to draw.
 */
export function scaleLoss(rows: readonly CurveRow[], guessing: number): Scale {
  const training = rows.flatMap(({ training }) => finite(training)).toSorted((one, other) => one - other)
  const typical = training[Math.ceil((training.length - 1) * (1 - SPIKES))] ?? guessing
  const validation = rows.flatMap(({ validation }) => finite(validation))
  const top = Math.max(typical, ...validation.slice(Math.floor(validation.length / 2)))
  const start = training.length < FEW ? guessing : Math.min(guessing, training.at(-1) ?? guessing)
  const wanted = Math.max(top, start, SMALLEST_LOSS)
  return scaleTo(wanted)
}

/** From 0 to a round number that is not below `wanted`, in about five steps. */
export function scaleTo(wanted: number): Scale {
  const step = niceStep(wanted / 5)
  const end = Number((Math.ceil(wanted / step - 1e-9) * step).toPrecision(12))
  return { end, ticks: ticksTo(end, step) }
}

/** From 0 to the highest value that there was. */
function scaleHighest(rows: readonly CurveRow[], least: number): Scale {
  const highest = Math.max(least, ...rows.flatMap(({ training }) => finite(training)))
  const step = niceStep(highest / 4)
  const end = Number((Math.ceil(highest / step - 1e-6) * step).toPrecision(12))
  return { end, ticks: ticksTo(end, step) }
}

/** The value axis of a curve. @param guessing as for `scaleLoss`. */
export function scaleValues(curve: Curve, rows: readonly CurveRow[], guessing: number): Scale {
  switch (curve) {
    case 'accuracy':
    case 'hits':
      return SHARE_SCALE
    case 'loss':
      return scaleLoss(rows, guessing)
    case 'learningRate':
      return scaleHighest(rows, SMALLEST_RATE)
    case 'imagesPerSecond':
      return scaleHighest(rows, SLOWEST)
  }
}

function finite(value: number | undefined): readonly number[] {
  return value !== undefined && Number.isFinite(value) ? [value] : []
}

const SHARE_SCALE: Scale = { end: 1, ticks: [0, 0.25, 0.5, 0.75, 1] }
