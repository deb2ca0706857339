/** The steps of one epoch, or the rest of them: queued in portions, read back behind, told about ten times a second. */
import type { LossAndAccuracy } from '../../../model/metrics/evaluation'
import { createRandom, STREAMS } from '../../../model/random'
import type { StepMetrics } from '../../trainer'
import type { LoopEvent, Loop } from './loop'
import { passGate, Stopped } from './passGate'
import { setRates, tellRatesAgain } from './rates'
import { isTimeToTell, tellProgress } from './progress'
import { saveHere } from './standStill'
import { createStepLog, Diverged, type StepLog } from './stepLog'
import { readBeforeLast } from './watchInside'

export interface TrainedEpoch {
  readonly means: LossAndAccuracy
  /** Without pauses; undefined where nothing tells it. */
  readonly imagesPerSecond: number | undefined
}

/** What is lost at most, where an epoch takes long. Once in that time the queue runs dry, which costs some tens of milliseconds. */
const SAVE_WITHIN_MILLISECONDS = 60_000

/**
 * @returns means over the epoch while the weights move, and how fast it went.
 * @throws Stopped, once everything queued is read; Diverged; RangeError when the trainer's rows end before the epoch.
 */
export async function* trainEpoch(loop: Loop): AsyncGenerator<LoopEvent, TrainedEpoch> {
  const { run, epoch, pace } = loop
  const { trainer, gate, recipe, examples, saveWithin = SAVE_WITHIN_MILLISECONDS } = run
  const log = createStepLog(epoch, loop.steps, loop.soFar)
  const reads: Promise<readonly StepMetrics[]>[] = []

  const read = async (): Promise<void> => {
    const metrics = (await reads.shift()) ?? []
    // The last batch of an epoch can be short, and then compiles programs of its own the first time.
    if (epoch === loop.firstEpoch && loop.soFar.steps + metrics.length === loop.steps) pace.restart()
    const milliseconds = pace.read(metrics.reduce((sum, { images }) => sum + images, 0))
    log.add(metrics, (step) => loop.rates?.[step] ?? NaN, milliseconds)
    loop.soFar = log.soFar
  }
  const readAll = async (): Promise<void> => {
    while (reads.length > 0) await read()
  }

  if (loop.soFar.steps === 0) {
    trainer.beginEpoch(createRandom(STREAMS.shuffle, recipe.seed, epoch).shuffle(examples.train.slice()))
  }
  loop.queued = loop.soFar.steps
  if (loop.queued < loop.steps) setRates(loop)
  yield* tellRatesAgain(loop)
  pace.restart()
  try {
    let left = loop.steps - loop.soFar.steps
    while (left > 0) {
      const isDue = loop.moved && performance.now() - loop.saved >= saveWithin
      if (gate.closed || isDue) {
        await readAll()
        yield* report(loop, log)
        yield* saveHere(loop)
      }
      yield* passGate(loop)
      const isWatched = run.watcher?.isWatching() ?? false
      if (isWatched && left === 1) {
        await readAll()
        await readBeforeLast(loop)
      }
      if (gate.takeStep()) {
        await readAll()
        yield* lookAtStep(loop, log)
        left--
        continue
      }
      // How a portion is cut changes no bit.
      const steps = trainer.trainBatches(Math.min(isWatched && left > 1 ? left - 1 : left, pace.portion))
      if (steps === 0) throw new RangeError(`The trainer has no rows for ${left} steps of epoch ${epoch}`)
      pace.queued(steps)
      left -= steps
      loop.queued += steps
      loop.moved = true
      const reading = trainer.readSteps()
      // A failed reading is heard of in its turn. A lost device fails the readings behind it too, which nobody awaits any more.
      reading.catch(() => undefined)
      reads.push(reading)
      while (reads.length >= pace.depth) await read()
      if (isTimeToTell(loop)) yield* report(loop, log)
    }
    await readAll()
  } catch (error) {
    if (error instanceof Stopped) {
      await readAll()
      if (loop.moved) yield* report(loop, log)
    }
    // The last steps are how it went wrong.
    if (error instanceof Diverged) yield* report(loop, log)
    throw error
  } finally {
    await Promise.allSettled(reads)
  }
  yield* report(loop, log)
  return { means: log.means(), imagesPerSecond: log.imagesPerSecond }
}

/** One step by itself, with a look at its batch. */
async function* lookAtStep(loop: Loop, log: StepLog): AsyncGenerator<LoopEvent, void> {
  const { run, epoch, steps, pace } = loop
  const { trainer } = run
  const before = await trainer.readWeights()
  const look = await trainer.lookAtStep()
  const after = await trainer.readWeights()
  const step = loop.queued++
  loop.moved = true
  const learningRate = loop.rates?.[step] ?? NaN
  // It is shown first, because a loss that is no number ends the run.
  yield { type: 'looked', place: { epoch, step: step + 1, steps }, look, learningRate, before, after }
  log.add([look.metrics], () => learningRate)
  loop.soFar = log.soFar
  pace.restart()
  yield* report(loop, log)
}

function* report(loop: Loop, log: StepLog): Generator<LoopEvent, void> {
  const points = log.takePoints()
  if (points.loss.length > 0) yield { type: 'points', points }
  yield tellProgress(loop, 'training')
}
