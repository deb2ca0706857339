/** Which classes are taken for which others most often. */
import { rowSums, type Confusion } from './confusion'

export interface ClassPair {
  readonly truth: number
  readonly predicted: number
  readonly images: number
  /** Of the images of the true class, from 0 to 1. */
  readonly share: number
}

/** The cells beside the diagonal that hold images, the most images first; of as many, the larger share of its class, then class order. */
export function topConfusions(confusion: Confusion, classes: number, most: number): readonly ClassPair[] {
  const support = rowSums(confusion, classes)
  return confusion
    .flatMap((images, cell): ClassPair[] => {
      const [truth, predicted] = [Math.floor(cell / classes), cell % classes]
      return images === 0 || truth === predicted ? [] : [{ truth, predicted, images, share: images / support[truth]! }]
    })
    .toSorted((one, other) => other.images - one.images || other.share - one.share)
    .slice(0, most)
}
