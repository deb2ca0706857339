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
