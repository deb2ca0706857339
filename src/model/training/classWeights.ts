/** How much each class counts in training, so that a rare one is learnt as well as a common one. */

/**
 * scikit-learn's `class_weight='balanced'`: n / (k × n_c), for n train images of k classes of which n_c are of the class. A class without
 * train images is none of the k, and counts for nothing. The mean over the train images is 1.
 */
export function balancedWeights(trainPerClass: readonly number[]): readonly number[] {
  const images = trainPerClass.reduce((sum, count) => sum + count, 0)
  const classes = trainPerClass.filter((count) => count > 0).length
  return trainPerClass.map((count) => (count > 0 ? images / (classes * count) : 0))
}
