/** A pass over rows without training, always in the same order and the same batches. */
import type { Classified, Trainer, Wanted } from '../../trainer'
import { createPace, type Pace } from './pace'

/** Fixed, and not the recipe's batch size, so that the same weights give the same last digit however they were trained. */
const BATCH = 250

/**
 * Batches in flight, at most. Each takes a staging buffer for every batch of the recipe's size in it, and some devices give no buffer less
 * than 64 kB (Direct3D 12's placement alignment).
 */
const MOST_IN_FLIGHT = 64

/** A pace of such passes: each batch is a portion of its own. */
export function createPassPace(): Pace {
  return createPace(() => performance.now(), { largest: 1, deepest: MOST_IN_FLIGHT })
}

export interface PassedBatch {
  readonly rows: Uint32Array
  readonly classified: Classified
}

/**
 * Yields each batch in its turn, so that the caller can pause, stop or say how far it is. The next ones are queued by then: a caller that goes
 * on no further ends the generator, which waits for them.
 */
export async function* passOver(
  trainer: Pick<Trainer, 'classify'>,
  rows: Uint32Array,
  pace = createPassPace(),
  wanted?: Wanted,
): AsyncGenerator<PassedBatch, void, void> {
  const reads: { readonly batch: Uint32Array; readonly classified: Promise<Classified> }[] = []
  let queued = 0
  let done = 0
  pace.restart()
  try {
    while (done < rows.length) {
      while (queued < rows.length && reads.length < pace.depth) {
        const batch = rows.subarray(queued, queued + BATCH)
        const classified = trainer.classify(batch, wanted)
        // A failure is heard of in its turn.
        classified.catch(() => undefined)
        reads.push({ batch, classified })
        pace.queued(1)
        queued += batch.length
      }
      const { batch, classified } = reads.shift()!
      const seen = await classified
      pace.read(batch.length)
      done += batch.length
      yield { rows: batch, classified: seen }
    }
  } finally {
    await Promise.allSettled(reads.map(({ classified }) => classified))
  }
}
