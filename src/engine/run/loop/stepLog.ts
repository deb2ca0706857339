/** The steps of one epoch as they are read back: points for the charts, means for the epoch, and a watch for losses gone wrong. */
import type { TrainPoints } from '../../protocol/run'
import type { LossAndAccuracy } from '../../../model/metrics/evaluation'
import { terminatesOn } from '../../../model/training/callbacks/terminateOnNaN'
import type { StepMetrics } from '../../trainer'

/** The numbers left the range of numbers. The message is one sentence for the person: what, when, and what to try. */
export class Diverged extends Error {
  constructor(what: string, epoch: number, step?: number) {
    const when = step === undefined ? `in epoch ${epoch}` : `in epoch ${epoch}, step ${step}`
    super(`The ${what} became infinite or not a number ${when}: try a smaller learning rate.`)
  }
}

/** The sums behind the means of an epoch, over the steps done so far. */
export interface EpochSoFar {
  readonly steps: number
  readonly images: number
  /** Of all images. */
  readonly lossSum: number
  readonly correct: number
}

export const NOTHING_YET: EpochSoFar = { steps: 0, images: 0, lossSum: 0, correct: 0 }

export interface StepLog {
  readonly soFar: EpochSoFar
  /**
   * Takes the next steps in order. A loss that is not finite is the last point.
   * @param rateOf gives the learning rate of a step of the epoch, from 0.
   * @param milliseconds that they took together. Absent where that is not known.
   * @throws Diverged at the first loss that is not finite.
   */
  add(metrics: readonly StepMetrics[], rateOf: (step: number) => number, milliseconds?: number): void
  /** The points since the last call. */
  takePoints(): TrainPoints
  /** Over the steps whose time is known; undefined without any. */
  readonly imagesPerSecond: number | undefined
  /** Means over all images so far. Each image counts once, however short its batch. */
  means(): LossAndAccuracy
}

/**
 * @param epoch 1-based.
 * @param stepsInEpoch how many steps make it whole.
 * @param before the sums over the steps that were done before.
 */
export function createStepLog(epoch: number, stepsInEpoch: number, before = NOTHING_YET): StepLog {
  let { steps, images, lossSum, correct } = before
  let points = noPoints()
  let timed = { images: 0, milliseconds: 0 }
  return {
    get imagesPerSecond() {
      return timed.milliseconds > 0 ? (1000 * timed.images) / timed.milliseconds : undefined
    },
    get soFar() {
      return { steps, images, lossSum, correct }
    },
    add(metrics, rateOf, milliseconds = NaN) {
      const all = metrics.reduce((sum, metric) => sum + metric.images, 0)
      const speed = milliseconds > 0 ? (1000 * all) / milliseconds : NaN
      if (milliseconds > 0) {
        timed = { images: timed.images + all, milliseconds: timed.milliseconds + milliseconds }
      }
      for (const metric of metrics) {
        steps++
        points.epoch.push(epoch - 1 + steps / stepsInEpoch)
        points.loss.push(metric.loss)
        points.accuracy.push(metric.correct / metric.images)
        points.learningRate.push(rateOf(steps - 1))
        points.imagesPerSecond.push(speed)
        if (terminatesOn(metric.loss)) throw new Diverged('loss', epoch, steps)
        images += metric.images
        lossSum += metric.loss * metric.images
        correct += metric.correct
      }
    },
    takePoints() {
      const taken = points
      points = noPoints()
      return taken
    },
    means: () => ({ loss: lossSum / images, accuracy: correct / images }),
  }
}

function noPoints(): Record<keyof TrainPoints, number[]> {
  return { epoch: [], loss: [], accuracy: [], learningRate: [], imagesPerSecond: [] }
}
