/** Between two pieces of work: the run hears of Pause and Stop. */
import { breathe } from '../../../common/breathe'
import type { LoopEvent, Loop } from './loop'

/** Thrown within the loop when the run was stopped. */
export class Stopped extends Error {}

/** Lets messages in, waits while paused, and ends the run when it was stopped. */
export async function* passGate({ run, pace, evaluationPace }: Loop): AsyncGenerator<LoopEvent, void> {
  const { gate, signal } = run
  // A function, because the compiler assumes that `aborted` stays as it was last read.
  const isStopped = (): boolean => signal.aborted
  await breathe()
  if (gate.closed && !isStopped()) {
    yield { type: 'paused' }
    await gate.passable(signal)
    if (!isStopped()) yield { type: 'resumed' }
    pace.restart()
    evaluationPace.restart()
  }
  if (isStopped()) throw new Stopped()
}
