/** How long a contestant takes for a step. */
import { breathe } from '../../common/breathe'
import type { Contestant } from './contestants/contestant'

/** Steps of a round at most: the metrics of no more are kept for a read. */
const MOST_STEPS = 512

/** One round: milliseconds a step. @throws Error when it trains to no number. */
export async function timeSteps(contestant: Contestant, steps: number): Promise<number> {
  const began = performance.now()
  const loss = await contestant.train(steps)
  const spent = performance.now() - began
  if (!Number.isFinite(loss)) throw new Error('The loss became no number, so its time means nothing.')
  return spent / steps
}

/** How many steps fill a round. @throws the signal's reason. */
export async function stepsOfRound(
  contestant: Contestant,
  roundMilliseconds: number,
  signal: AbortSignal,
): Promise<number> {
  for (let steps = 1; ;) {
    await look(signal)
    const spent = steps * (await timeSteps(contestant, steps))
    const wanted = Math.min(MOST_STEPS, Math.max(1, Math.round((steps * roundMilliseconds) / spent)))
    // What one step waits for, many wait for together, so it is looked at again.
    if (wanted < 3 * steps) return Math.max(steps, wanted)
    steps = Math.min(wanted, 8 * steps)
  }
}

/** Lets messages in, one of which may be Stop. @throws the signal's reason. */
export async function look(signal: AbortSignal): Promise<void> {
  await breathe()
  signal.throwIfAborted()
}
