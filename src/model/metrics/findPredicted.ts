/** From a number to the images behind it. */
import { labelQuality } from './labelQuality'
import { marginOf, probabilityOf, type Predictions, type Truth } from './predictions'

/** Which of the images, by what the model makes of them. */
export type PredictionQuery =
  /** Those of one class that are taken for another, or for itself. The surest first. */
  | { readonly kind: 'cell'; readonly truth: number; readonly predicted: number }
  /** All of a class. The least probable in their own class first. */
  | { readonly kind: 'class'; readonly truth: number }
  /** Those that are taken for another class, the surest first. */
  | { readonly kind: 'mistakes' }
  /** All, by how far the most probable class is before the next, the closest first. */
  | { readonly kind: 'unsure' }
  /** Those that were taken for another class before, the surest first. */
  | { readonly kind: 'changed'; readonly before: Predictions }
  /** Those whose labels agree least with a model that was not trained on them, first: as `labelQuality` tells. */
  | { readonly kind: 'labels' }
  /**
   * Those whose most probable class has a probability of `from` to below `to`, or of `to` as well where that is 1; of these, where it is
   * said, those told rightly or wrongly.
   */
  | { readonly kind: 'confidence'; readonly from: number; readonly to: number; readonly told?: 'right' | 'wrong' }
  /** Those of these images that are of the split. Those that are taken for another class first, of either the surest first. */
  | { readonly kind: 'some'; readonly some: readonly number[] }

/** The images that the query means, in its order; equal ones in the order of the dataset. */
export function findPredicted(
  predictions: Predictions,
  { labels, images }: Truth,
  query: PredictionQuery,
): Uint32Array {
  const { predicted } = predictions
  const confidence = (image: number): number => probabilityOf(predictions, image, predicted[image]!)
  switch (query.kind) {
    case 'cell': {
      const isThere = (image: number): boolean => labels[image] === query.truth && predicted[image] === query.predicted
      return sortBy(images.filter(isThere), (image) => -confidence(image))
    }
    case 'class':
      return sortBy(
        images.filter((image) => labels[image] === query.truth),
        (image) => probabilityOf(predictions, image, query.truth),
      )
    case 'mistakes':
      return sortBy(
        images.filter((image) => labels[image] !== predicted[image]),
        (image) => -confidence(image),
      )
    case 'unsure':
      return sortBy(images, (image) => marginOf(predictions, image))
    case 'changed': {
      const { before } = query
      const isOther = (image: number): boolean =>
        before.classes[before.predicted[image]!] !== predictions.classes[predicted[image]!]
      return sortBy(images.filter(isOther), (image) => -confidence(image))
    }
    case 'labels': {
      const quality = labelQuality(predictions, { labels, images })
      const at = new Map(Array.from(images, (image, index) => [image, index]))
      return sortBy(images, (image) => quality[at.get(image)!]!)
    }
    case 'confidence': {
      const { from, to, told } = query
      const isMeant = (image: number): boolean =>
        told === undefined || (labels[image] === predicted[image]) === (told === 'right')
      const isWithin = (value: number): boolean => value >= from && (value < to || (to === 1 && value <= 1))
      return sortBy(
        images.filter((image) => isWithin(confidence(image)) && isMeant(image)),
        confidence,
      )
    }
    case 'some': {
      const some = new Set(query.some)
      return sortBy(
        images.filter((image) => some.has(image)),
        (image) => Number(labels[image] === predicted[image]) - confidence(image),
      )
    }
  }
}

/** Ascending, those that are no number first. */
function sortBy(images: Uint32Array, keyOf: (image: number) => number): Uint32Array {
  const keys = Float64Array.from(images, (image) => {
    const key = keyOf(image)
    return Number.isNaN(key) ? -Infinity : key
  })
  const order = Uint32Array.from(images, (_, at) => at).toSorted(
    (one, other) => keys[one]! - keys[other]! || one - other,
  )
  return order.map((at) => images[at]!)
}
