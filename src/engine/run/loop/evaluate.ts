/** A pass over rows without training: loss, accuracy and the confusion matrix, always in the same order and the same batches. */
import type { Evaluation } from '../../../model/metrics/evaluation'
import type { Split } from '../../../model/split'
import type { Examples } from './examples'
import type { Trainer } from '../../trainer'

/** Fixed, and not the recipe's batch size, so that the same weights give the same last digit however they were trained. */
const EVALUATION_BATCH = 250

/** Yields after each batch how many images are done, so that the caller can pause, stop or say how far it is. */
export async function* evaluateSplit(
  trainer: Pick<Trainer, 'classify'>,
  examples: Examples,
  split: Split,
): AsyncGenerator<number, Evaluation> {
  const { labels, classes } = examples
  const rows = examples[split]
  const confusion = new Array<number>(classes.length ** 2).fill(0)
  let lossSum = 0
  let correct = 0
  for (let at = 0; at < rows.length; at += EVALUATION_BATCH) {
    const batch = rows.subarray(at, at + EVALUATION_BATCH)
    const classified = await trainer.classify(batch)
    lossSum += classified.lossSum
    batch.forEach((row, i) => {
      const truth = labels[row] ?? 0
      const predicted = classified.predicted[i] ?? 0
      const cell = truth * classes.length + predicted
      confusion[cell] = (confusion[cell] ?? 0) + 1
      if (truth === predicted) correct++
    })
    yield at + batch.length
  }
  return {
    split,
    images: rows.length,
    classes,
    confusion,
    loss: lossSum / rows.length,
    accuracy: correct / rows.length,
  }
}
