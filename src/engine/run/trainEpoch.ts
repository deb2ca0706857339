/** The steps of one epoch, or the rest of them: queued in portions, read back behind, told about ten times a second. */
import type { LossAndAccuracy } from '../../model/metrics/evaluation'
import { createRandom, STREAMS } from '../../model/random'
import type { StepMetrics } from '../trainer'
import type { LoopEvent, LoopState } from './loopState'
import { passGate, Stopped } from './passGate'
import { isTimeToTell, tellProgress } from './progress'
import { createStepLog, type StepLog } from './stepLog'

/**
 * @returns means over the epoch while the weights move.
 * @throws Stopped, when all that was queued is read; Diverged.
 */
export async function* trainEpoch(state: LoopState): AsyncGenerator<LoopEvent, LossAndAccuracy> {
  const { run, epoch, pace } = state
  const { trainer, gate, recipe, examples } = run
  const log = createStepLog(epoch, state.steps, state.soFar)
  const reads: Promise<readonly StepMetrics[]>[] = []

  const read = async (): Promise<void> => {
    const metrics = (await reads.shift()) ?? []
    const images = log.add(metrics)
    state.soFar = log.soFar
    // The last batch of an epoch can be short, and then compiles programs of its own the first time.
    if (epoch === state.firstEpoch && state.soFar.steps === state.steps) pace.restart()
    else pace.did(metrics.length, images)
  }
  const readAll = async (): Promise<void> => {
    while (reads.length > 0) await read()
  }

  if (state.soFar.steps === 0) {
    trainer.beginEpoch(createRandom(STREAMS.shuffle, recipe.seed, epoch).shuffle(examples.train.slice()))
  }
  pace.restart()
  try {
    let left = state.steps - state.soFar.steps
    while (left > 0) {
      if (gate.closed) {
        await readAll()
        yield* report(state, log)
      }
      yield* passGate(state)
      left -= trainer.trainBatches(Math.min(left, pace.portion))
      state.moved = true
      const reading = trainer.readSteps()
      // That it fails is heard when it is its turn; a lost device fails those behind it too.
      reading.catch(() => undefined)
      reads.push(reading)
      while (reads.length >= pace.depth) await read()
      if (isTimeToTell(state)) yield* report(state, log)
    }
    await readAll()
  } catch (error) {
    if (error instanceof Stopped) {
      await readAll()
      if (state.moved) yield* report(state, log)
    }
    throw error
  } finally {
    await Promise.allSettled(reads)
  }
  yield* report(state, log)
  return log.means()
}

function* report(state: LoopState, log: StepLog): Generator<LoopEvent, void> {
  const points = log.takePoints()
  if (points.loss.length > 0) yield { type: 'points', points }
  yield tellProgress(state, 'training')
}
