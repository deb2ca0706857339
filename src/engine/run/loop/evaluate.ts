/** A pass over a split: loss, accuracy, the confusion matrix and the ranks of the true classes. */
import type { Evaluation } from '../../../model/metrics/evaluation'
import { rankSlot, rankSlots } from '../../../model/metrics/hits'
import type { Split } from '../../../model/split'
import type { Trainer } from '../../trainer'
import type { Examples } from './examples'
import { passOver } from './passOver'
import type { Pace } from './pace'

/** Yields after each batch how many images are done. A caller that goes on no further ends the generator. */
export async function* evaluateSplit(
  trainer: Pick<Trainer, 'classify'>,
  examples: Examples,
  split: Split,
  pace?: Pace,
): AsyncGenerator<number, Evaluation, void> {
  const { labels, classes } = examples
  const rows = examples[split]
  const confusion = new Array<number>(classes.length ** 2).fill(0)
  const slots = rankSlots(classes.length)
  const ranks = new Array<number>(slots * classes.length).fill(0)
  let lossSum = 0
  let correct = 0
  let done = 0
  for await (const { rows: batch, classified } of passOver(trainer, rows, pace)) {
    lossSum += classified.lossSum
    batch.forEach((row, i) => {
      const truth = labels[row] ?? 0
      const predicted = classified.predicted[i] ?? 0
      const cell = truth * classes.length + predicted
      confusion[cell] = (confusion[cell] ?? 0) + 1
      if (truth === predicted) correct++
      ranks[truth * slots + rankSlot(classified.rank[i] ?? 0, classes.length)]! += 1
    })
    done += batch.length
    yield done
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
