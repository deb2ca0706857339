/** Whether contestants do the same work: a comparison of others is worthless. */
import { updateLayer } from '../../src/model/graph/stack'
import type { Task } from '../../src/bench/measure/contestants/contestant'
import type { Peer } from './openPeer'

/** How far apart losses may be, in nats. */
const TOLERANCE = 1e-3
/** The first loss is of the weights that all begin with; the second is of what they made of them. */
const STEPS = 2

/**
 * Trains two steps without dropout, which everyone draws otherwise.
 *
 * @throws Error when a loss is another than the first contestant's.
 */
export async function checkSameWork(
  contestants: Readonly<Record<string, (task: Task) => Promise<Peer>>>,
  task: Task,
): Promise<void> {
  const certain = { ...task, stack: withoutDropout(task.stack) }
  let expected: readonly number[] | undefined
  for (const [name, open] of Object.entries(contestants)) {
    const peer = await open(certain)
    const losses: number[] = []
    for (let step = 0; step < STEPS; step++) losses.push((await peer.train(1)).loss)
    peer.close()
    expected ??= losses
    if (losses.every((loss, step) => Math.abs(loss - expected![step]!) <= TOLERANCE)) continue
    throw new Error(
      `${name} trains another model: its first losses are ${losses.join(', ')}, not ${expected.join(', ')}`,
    )
  }
}

function withoutDropout(stack: Task['stack']): Task['stack'] {
  return stack.layers
    .filter(({ className }) => className === 'Dropout')
    .reduce((changed, { id }) => updateLayer(changed, id, { rate: 0 }), stack)
}
