/** Lets whoever is at the other end of a port compute here. */
import { createComputeWorker, type ComputeWorker } from './computeWorker'
import { OutOfMemory } from './limits'
import type { Reply, Request } from './messages'

/** How often a worker that takes long says that it is at work. */
const LIFE_MILLISECONDS = 10_000

/** @returns what to do with each message. @param answer sends a reply, and gives away the memory that it lists. */
export function serveComputeWorker(
  answer: (reply: Reply, transfer: Transferable[]) => void,
): (request: Request) => void {
  let worker: ComputeWorker | undefined
  let heard = 0
  const showLife = (): void => {
    const now = performance.now()
    if (now - heard < LIFE_MILLISECONDS) return
    heard = now
    answer({ kind: 'alive' }, [])
  }
  return (request) => {
    heard = performance.now()
    try {
      if (request.kind === 'open') worker = createComputeWorker(request.program, request.parts, showLife)
      const reply = worker?.(request)
      if (reply) answer(reply, buffersOf(reply))
    } catch (error) {
      answer({ kind: 'failed', message: describe(error) }, [])
    }
  }
}

function describe(error: unknown): string {
  if (error instanceof OutOfMemory) return error.message
  const cause = error instanceof Error ? error.message : String(error)
  return `A worker that trains on the processor failed (${cause}): try again, and reload the page if it happens again.`
}

function buffersOf(reply: Reply): ArrayBuffer[] {
  switch (reply.kind) {
    case 'rows':
      return [reply.rows.buffer]
    case 'gradients':
      return [
        ...reply.sums.map(({ values }) => values.buffer),
        reply.metrics.losses.buffer,
        reply.metrics.predictions.buffer,
      ]
    case 'classified':
      return [reply.metrics.losses.buffer, reply.metrics.predictions.buffer]
    case 'weights':
      return [reply.weights.buffer, reply.moments.buffer]
    case 'alive':
    case 'opened':
    case 'prepared':
    case 'timed':
    case 'failed':
      return []
  }
}

/** What a worker does with a message that its engine can't read: it ends, and whoever started it hears the reason. */
export function failOnUnreadable(): never {
  throw new Error('a message to it could not be read')
}
