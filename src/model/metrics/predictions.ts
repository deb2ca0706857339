/** What a model makes of images one by one: the class that it takes each for, and how probable it finds every class. */
import { fromFloat16, toFloat16 } from '../float16'

/** Of the images of a dataset, in their order. */
export interface Predictions {
  readonly classes: readonly string[]
  /** For each image, the class with the largest output; of equal ones, the first. */
  readonly predicted: Uint16Array
  /** `images` x `classes` numbers of 16 bits, as `toFloat16` has them. Rounded so, they add up to 1 within a thousandth. */
  readonly probabilities: Uint16Array
}

/** What is known of the same images. */
export interface Truth {
  /** For each image, the index of its class. */
  readonly labels: Uint16Array
  /** The images that are asked about. */
  readonly images: Uint32Array
}

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
  /**
   * Those whose most probable class has a probability of `from` to below `to`, or of `to` as well where that is 1; of these, where it is
   * said, those told rightly or wrongly.
   */
  | { readonly kind: 'confidence'; readonly from: number; readonly to: number; readonly told?: 'right' | 'wrong' }

/** Softmax, and rounding to 16 bits. @param logits `images` x `classes`. @param into as many places, from `at` on. */
export function addProbabilities(logits: Float32Array, classes: number, into: Uint16Array, at: number): void {
  const row = new Float64Array(classes)
  for (let first = 0; first < logits.length; first += classes) {
    let largest = -Infinity
    for (let i = 0; i < classes; i++) largest = Math.max(largest, logits[first + i]!)
    let sum = 0
    for (let i = 0; i < classes; i++) sum += row[i] = Math.exp(logits[first + i]! - largest)
    for (let i = 0; i < classes; i++) into[at + first + i] = toFloat16(row[i]! / sum)
  }
}

/** @returns the probability of a class for an image; not a number where the model's outputs were none. */
export function probabilityOf({ classes, probabilities }: Predictions, image: number, index: number): number {
  return fromFloat16(probabilities[image * classes.length + index] ?? NaN)
}

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
  }
}

/** How far the most probable class is before the next, from 0 to 1. */
export function marginOf({ classes, probabilities }: Predictions, image: number): number {
  let [first, second] = [-Infinity, -Infinity]
  for (let i = 0; i < classes.length; i++) {
    const value = fromFloat16(probabilities[image * classes.length + i]!)
    if (Number.isNaN(value)) return 0
    if (value > first) [first, second] = [value, first]
    else if (value > second) second = value
  }
  return classes.length < 2 ? 1 : first - second
}

/** Ascending, those that are no number first. */
function sortBy(images: Uint32Array, keyOf: (image: number) => number): Uint32Array {
  const keys = Float64Array.from(images, (image) => {
    const key = keyOf(image)
    return Number.isNaN(key) ? -Infinity : key
  })
  const order = Uint32Array.from(images, (_, at) => at).toSorted((one, other) => keys[one]! - keys[other]! || one - other)
  return order.map((at) => images[at]!)
}
