/** How widely a class is taken for several: the entropy of its row of the confusion matrix. */
import { rowShares, rowSums, type Confusion } from './confusion'

/**
 * -sum p ln p over the shares p of a row, in nats: 0 where all images of the class are taken for one class, right or wrong, and ln(classes)
 * where they are spread evenly. `scipy.stats.entropy` gives the same, and Ludwig plots it.
 * @returns one a class; `null` for a class without images, of which SciPy has NaN and Ludwig 0.
 */
export function rowEntropies(confusion: Confusion, classes: number): readonly (number | null)[] {
  const shares = rowShares(confusion, classes)
  return rowSums(confusion, classes).map((images, truth) =>
    images === 0
      ? null
      : shares
          .slice(truth * classes, (truth + 1) * classes)
          .reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0),
  )
}
