/** The pairs of classes that are confused in most images, in words. */
import type { SplitStudy } from '../../model/metrics/splitStudy'
import { topConfusions } from '../../model/metrics/topConfusions'
import { formatAmount, formatPercent, isolate } from '../../ui/format'

export interface ConfusedPair {
  readonly truth: number
  readonly predicted: number
  /** `12 images of class 7 are taken for 1: 1.20 % of the class`. */
  readonly says: string
}

const MOST_PAIRS = 10

export const NO_CONFUSIONS = 'No image is taken for another class.'

export function confusedPairs({ classes, confusion }: SplitStudy): readonly ConfusedPair[] {
  const nameOf = (index: number): string => isolate(classes[index] ?? '')
  return topConfusions(confusion, classes.length, MOST_PAIRS).map(({ truth, predicted, images, share }) => ({
    truth,
    predicted,
    says: `${formatAmount(images, 'image')} of class ${nameOf(truth)} ${images === 1 ? 'is' : 'are'} taken for ${nameOf(predicted)}: ${formatPercent(share)} of the class`,
  }))
}
