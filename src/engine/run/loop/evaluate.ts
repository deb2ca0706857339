/** A pass over rows without training: loss, accuracy, the confusion matrix and the ranks of the true classes, always in the same order and the same batches. */
import type { Evaluation } from '../../../model/metrics/evaluation'
import { rankSlot, rankSlots } from '../../../model/metrics/hits'
import type { Split } from '../../../model/split'
import type { Classified, Trainer } from '../../trainer'
import type { Examples } from './examples'
import { createPace, type Pace } from './pace'

/** Fixed, and not the recipe's batch size, so that the same weights give the same last digit however they were trained. */
const EVALUATION_BATCH = 250

/**
 * Batches in flight, at most. Each takes a staging buffer for every batch of the recipe's size in it, and some devices give no buffer less
 * than 64 kB (Direct3D 12's placement alignment).
 */
const MOST_IN_FLIGHT = 64

/** A pace of evaluations: each batch is a portion of its own. */
export function createEvaluationPace(): Pace {
  return createPace(() => performance.now(), { largest: 1, deepest: MOST_IN_FLIGHT })
}

/**
 * Yields after each batch how many images are done, so that the caller can pause, stop or say how far it is. The next batches are queued by
 * then: a caller that goes on no further ends the generator, which waits for them.
 */
export async function* evaluateSplit(
  trainer: Pick<Trainer, 'classify'>,
  examples: Examples,
  split: Split,
  pace = createEvaluationPace(),
): AsyncGenerator<number, Evaluation, void> {
  const { labels, classes } = examples
  const rows = examples[split]
  const confusion = new Array<number>(classes.length ** 2).fill(0)
  const slots = rankSlots(classes.length)
  const ranks = new Array<number>(slots * classes.length).fill(0)
  let lossSum = 0
  let correct = 0
  const add = (batch: Uint32Array, classified: Classified): void => {
    lossSum += classified.lossSum
    batch.forEach((row, i) => {
      const truth = labels[row] ?? 0
      const predicted = classified.predicted[i] ?? 0
      const cell = truth * classes.length + predicted
      confusion[cell] = (confusion[cell] ?? 0) + 1
      if (truth === predicted) correct++
      ranks[truth * slots + rankSlot(classified.rank[i] ?? 0, classes.length)]! += 1
    })
  }

  const reads: { readonly batch: Uint32Array; readonly classified: Promise<Classified> }[] = []
  let queued = 0
  let done = 0
  pace.restart()
  try {
    while (done < rows.length) {
      while (queued < rows.length && reads.length < pace.depth) {
        const batch = rows.subarray(queued, queued + EVALUATION_BATCH)
        const classified = trainer.classify(batch)
        // A failure is heard of in its turn.
        classified.catch(() => undefined)
        reads.push({ batch, classified })
        pace.queued(1)
        queued += batch.length
      }
      const { batch, classified } = reads.shift()!
      add(batch, await classified)
      pace.read(batch.length)
      done += batch.length
      yield done
    }
  } finally {
    await Promise.allSettled(reads.map(({ classified }) => classified))
  }
  return {
    split,
    images: rows.length,
    classes,
    confusion,
    ranks,
    loss: lossSum / rows.length,
    accuracy: correct / rows.length,
  }
}
