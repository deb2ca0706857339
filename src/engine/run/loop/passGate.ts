/** Between two pieces of work: the run hears of Pause and Stop, and of a learning rate that was set by hand. */
import { breathe } from '../../../common/breathe'
import type { LoopEvent, Loop } from './loop'
import { takeRate } from './rates'

/** Thrown within the loop when the run was stopped. */
export class Stopped extends Error {}

/** Lets messages in, waits while paused, and ends the run when it was stopped. */
export async function* passGate(loop: Loop): AsyncGenerator<LoopEvent, void> {
  const { run, pace, evaluationPace } = loop
  const { gate, signal } = run
  // Functions, because the compiler assumes that these stay as they were last read.
  const isStopped = (): boolean => signal.aborted
  const isClosed = (): boolean => gate.closed && !gate.letsPass && !isStopped()
  await breathe()
  if (isClosed()) {
    yield { type: 'paused' }
    while (isClosed()) {
      yield* takeRate(loop)
      await gate.passable(signal)
    }
    if (!isStopped()) yield { type: 'resumed', ...(gate.closed && { forOneStep: true }) }
    pace.restart()
    evaluationPace.restart()
  }
  if (isStopped()) throw new Stopped()
  yield* takeRate(loop)
}
