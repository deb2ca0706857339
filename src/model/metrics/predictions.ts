/** What a model makes of images one by one: the class that it takes each for, and how probable it finds every class. */
import { fromFloat16, toFloat16 } from '../float16'
import { softmax } from './softmax'

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

/** Of logits, rounded to 16 bits. @param logits `images` x `classes`. @param into as many places, from `at` on. */
export function addProbabilities(logits: Float32Array, classes: number, into: Uint16Array, at: number): void {
  for (let first = 0; first < logits.length; first += classes) {
    const shares = softmax(logits.subarray(first, first + classes))
    for (const [index, share] of shares.entries()) into[at + first + index] = toFloat16(share)
  }
}

/** @returns the probability of a class for an image; not a number where the model's outputs were none. */
export function probabilityOf({ classes, probabilities }: Predictions, image: number, index: number): number {
  return fromFloat16(probabilities[image * classes.length + index] ?? NaN)
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
