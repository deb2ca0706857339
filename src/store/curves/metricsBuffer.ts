/** The curves of a run, kept outside the stores: its training steps, its epochs in a list, and its log. */
import type { CallbackEvent, RunPlace, TrainPoints } from '../../engine/protocol/run'
import type { LossAndAccuracy } from '../../model/metrics/evaluation'
import { createMatrixKeeper, type EpochMatrices } from '../../runs/matrices'
import type { RunDetails, StepCurve } from '../../runs/record'
import { createThinSteps, type CurveBucket } from '../../runs/thinSteps'
import { createNotifier, type NextFrame, type Notifier } from './notifier'

export interface EpochMetrics {
  /** 1-based. */
  readonly epoch: number
  /** Means over the epoch while the weights move. */
  readonly train: LossAndAccuracy
  /** Of its last step. */
  readonly learningRate: number
  /** Of its training alone; absent where nothing told it. */
  readonly imagesPerSecond?: number
  readonly validation?: LossAndAccuracy
  /** Of the validation images: counts by the rank of the true class, as `rankSlots` says. */
  readonly ranks?: readonly number[]
}

/** A line of the run's log. */
export interface LogEntry {
  /** In epochs. */
  readonly position: number
  readonly did: CallbackEvent['did']
  readonly message: string
}

/** Means over one epoch, or over as much of it as was trained. */
export interface EpochMeans extends LossAndAccuracy {
  /** 1-based. */
  readonly epoch: number
  readonly ended: boolean
}

/** Listeners hear of changes as `createNotifier` says. */
export interface MetricsBuffer extends Pick<Notifier, 'version' | 'subscribe'> {
  addPoints(points: TrainPoints): void
  /** @param confusion of the validation images, after it. */
  addEpoch(metrics: EpochMetrics, confusion?: readonly number[]): void
  addToLog(event: CallbackEvent): void
  /** Takes in what was kept of a run that goes on: a thinned curve, the epochs, their matrices and the log. To be called before anything is added. */
  restore(record: Pick<RunDetails, 'curve' | 'epochs' | 'log' | 'matrices'>): void
  /** Drops the steps behind a position (in epochs, 0 for all), from which the run goes on. */
  truncate(position: number): void
  epochs(): readonly EpochMetrics[]
  /** The learning rate of the latest step. */
  lastRate(): number | undefined
  /** In order. The list is another one when something has changed. */
  log(): readonly LogEntry[]
  /** As `ThinSteps.buckets`. */
  buckets(curve: StepCurve, limit: number): readonly CurveBucket[]
  /** The confusion matrices of the validation images. The same object until an epoch ends. */
  matrices(): EpochMatrices | undefined
  /** The means of the latest epoch that has a step. Until the epoch has ended, they are over its steps so far. */
  current(): EpochMeans | undefined
}

/** Points of a run that are kept: half a megabyte, however long it is. */
const MOST_POINTS = 4096

/** At most so many positions of training are drawn: drawing must stay cheap, however long the run. */
export const MOST_DRAWN = 256

/** @param nextFrame a test may pass its own. */
export function createMetricsBuffer(
  nextFrame: NextFrame = (callback) => requestAnimationFrame(callback),
): MetricsBuffer {
  const steps = createThinSteps(MOST_POINTS)
  const matrices = createMatrixKeeper()
  let lastRate: number | undefined
  const { changed, version, subscribe } = createNotifier(nextFrame)
  let epochs: readonly EpochMetrics[] = []
  let log: readonly LogEntry[] = []
  let running: RunningEpoch | undefined

  /**
   * Takes the latest learning rate and the sums of an epoch from the points, as far as these tell steps apart: a step more makes no difference
   * that is seen, and the engine tells the epoch's own means at its end.
   */
  const readSteps = (epoch: number): void => {
    lastRate = steps.buckets('learningRate').at(-1)?.mean
    const begun = steps.since(epoch - 1)
    running = begun.steps > 0 ? { epoch, ...begun } : undefined
  }

  return {
    version,
    subscribe,
    addPoints(points) {
      const { epoch, loss, accuracy, learningRate, imagesPerSecond } = points
      for (const [at, position] of epoch.entries()) {
        steps.add({
          epoch: position,
          seconds: 0,
          loss: loss[at] ?? NaN,
          accuracy: accuracy[at] ?? NaN,
          learningRate: learningRate[at] ?? NaN,
          imagesPerSecond: imagesPerSecond[at] ?? NaN,
        })
      }
      lastRate = learningRate.at(-1) ?? lastRate
      running = addSteps(running, points)
      changed()
    },
    addEpoch(metrics, confusion) {
      epochs = [...epochs, metrics]
      if (metrics.validation && confusion) matrices.add(metrics.epoch, confusion, metrics.validation)
      changed()
    },
    restore(record) {
      steps.restore(record.curve)
      matrices.restore(record.matrices, record.epochs)
      epochs = record.epochs
      const last = Math.ceil(record.curve.epoch.at(-1) ?? 0)
      readSteps(last)
      log = record.log.map(({ epoch, message, did = 'rate' }) => ({ position: epoch, did, message }))
      changed()
    },
    addToLog({ place, did, message }) {
      log = [...log, { position: positionOf(place), did, message }]
      changed()
    },
    truncate(position) {
      steps.truncate(position)
      log = log.filter((entry) => entry.position <= position)
      epochs = epochs.filter((end) => end.epoch <= position)
      matrices.truncate(position)
      readSteps(Math.ceil(position))
      changed()
    },
    epochs: () => epochs,
    log: () => log,
    lastRate: () => lastRate,
    buckets: (curve, limit) => steps.buckets(curve, limit),
    matrices: () => matrices.read(),
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

function addSteps(sums: RunningEpoch | undefined, points: TrainPoints): RunningEpoch | undefined {
  return points.epoch.reduce(
    (sums, position, i) => addStep(sums, position, points.loss[i] ?? 0, points.accuracy[i] ?? 0),
    sums,
  )
}

/** @param position in epochs, at the end of the step: the last step of epoch 2 is at 2. */
function addStep(sums: RunningEpoch | undefined, position: number, loss: number, accuracy: number): RunningEpoch {
  const epoch = Math.ceil(position)
  if (sums?.epoch !== epoch) return { epoch, steps: 1, loss, accuracy }
  return { epoch, steps: sums.steps + 1, loss: sums.loss + loss, accuracy: sums.accuracy + accuracy }
}
