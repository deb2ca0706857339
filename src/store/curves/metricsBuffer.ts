/** The curves of a run, kept outside the stores: its training steps, its epochs in a list, and its log. */
import type { CallbackEvent, RunPlace, TrainPoints } from '../../engine/protocol/run'
import type { LossAndAccuracy } from '../../model/metrics/evaluation'
import type { RunCurve, RunDetails } from '../../runs/record'
import { StepColumns, type Curve, type CurveBucket } from './columns'
import { createNotifier, type NextFrame, type Notifier } from './notifier'

export interface EpochMetrics {
  /** 1-based. */
  readonly epoch: number
  /** Means over the epoch while the weights move. */
  readonly train: LossAndAccuracy
  /** Of its last step. */
  readonly learningRate: number
  readonly validation?: LossAndAccuracy
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
  addEpoch(metrics: EpochMetrics): void
  addToLog(event: CallbackEvent): void
  /** Takes in what was kept of a run that goes on: a thinned curve, the epochs and the log. To be called before anything is added. */
  restore(record: Pick<RunDetails, 'curve' | 'epochs' | 'log'>): void
  /** Drops the steps behind a position (in epochs, 0 for all), from which the run goes on. */
  truncate(position: number): void
  epochs(): readonly EpochMetrics[]
  /** The learning rate of the latest step. */
  lastRate(): number | undefined
  /** In order. The list is another one when something has changed. */
  log(): readonly LogEntry[]
  /** As `StepColumns.buckets`. */
  buckets(curve: Curve, limit: number): readonly CurveBucket[]
  /** The means of the latest epoch that has a step. Until the epoch has ended, they are over its steps so far. */
  current(): EpochMeans | undefined
}

/** @param nextFrame a test may pass its own. */
export function createMetricsBuffer(
  nextFrame: NextFrame = (callback) => requestAnimationFrame(callback),
): MetricsBuffer {
  const steps = new StepColumns()
  const { changed, version, subscribe } = createNotifier(nextFrame)
  let epochs: readonly EpochMetrics[] = []
  let log: readonly LogEntry[] = []
  let running: RunningEpoch | undefined

  return {
    version,
    subscribe,
    addPoints(points) {
      steps.add(points)
      running = addSteps(running, points)
      changed()
    },
    addEpoch(metrics) {
      epochs = [...epochs, metrics]
      changed()
    },
    restore(record) {
      const { curve } = record
      steps.add(curve)
      running = weigh(curve)
      epochs = record.epochs.map(({ epoch, train, learningRate, validation }) => ({
        epoch,
        train,
        learningRate,
        ...(validation && { validation }),
      }))
      log = record.log.map(({ epoch, message, did = 'rate' }) => ({ position: epoch, did, message }))
      changed()
    },
    addToLog({ place, did, message }) {
      log = [...log, { position: positionOf(place), did, message }]
      changed()
    },
    truncate(position) {
      const before = steps.length
      steps.truncate(position)
      log = log.filter((entry) => entry.position <= position)
      epochs = epochs.filter((end) => end.epoch <= position)
      if (steps.length < before) running = addSteps(undefined, steps.since(Math.ceil(position) - 1))
      changed()
    },
    epochs: () => epochs,
    log: () => log,
    lastRate: () => steps.last('learningRate'),
    buckets: (curve, limit) => steps.buckets(curve, limit),
    current() {
      const last = epochs.at(-1)
      if (last && last.epoch >= (running?.epoch ?? 0)) return { epoch: last.epoch, ended: true, ...last.train }
      if (!running) return undefined
      const { epoch, steps, loss, accuracy } = running
      return { epoch, ended: false, loss: loss / steps, accuracy: accuracy / steps }
    },
  }
}

/** The means of a curve's last epoch, each point weighed by its steps. */
function weigh({ epoch, loss, accuracy, steps }: RunCurve): RunningEpoch | undefined {
  const last = Math.ceil(epoch.at(-1) ?? 0)
  const points = [...epoch.keys()].filter((i) => Math.ceil(epoch[i]!) === last)
  if (points.length === 0) return undefined
  const sum = (column: readonly number[]): number => points.reduce((all, i) => all + column[i]! * steps[i]!, 0)
  return {
    epoch: last,
    steps: points.reduce((all, i) => all + steps[i]!, 0),
    loss: sum(loss),
    accuracy: sum(accuracy),
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
