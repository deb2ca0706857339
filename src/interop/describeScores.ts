import { endsInScores } from '../model/graph/output'
import type { Stack } from '../model/graph/stack'

/** What whoever opens the file must know of a model that leaves the softmax to others. */
export function describeScores(stack: Stack): readonly string[] {
  return endsInScores(stack)
    ? [
        'The model gives scores, one a class: a softmax makes probabilities of them, as Strata and the program beside the file do.',
      ]
    : []
}

/** What whoever opens a file must know that has the softmax which the model leaves to others. */
export function describeAddedSoftmax(stack: Stack): readonly string[] {
  return endsInScores(stack)
    ? ['The model ends in scores, and the file has a softmax behind them: it gives probabilities.']
    : []
}
