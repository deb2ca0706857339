/**
 * What the curves of a class are made of: how many images of the class, and how many of others, have each score. A score is the probability
 * of the class. It is kept in 16 bits, so there are 15,361 at most, and any number of images is counted without sorting.
 */
import { fromFloat16 } from '../float16'
import type { Predictions, Truth } from './predictions'

/** By the bits of the score. */
export interface ScoreCounts {
  readonly positives: Uint32Array
  readonly negatives: Uint32Array
}

export interface Tally {
  /** All different, falling. */
  readonly scores: Float64Array
  /** Images of the class that have each. */
  readonly positives: Float64Array
  /** Images of other classes that have each. */
  readonly negatives: Float64Array
}

/** The bits of 1. Of numbers that are not below 0, those of larger ones are larger. */
const ONE = 0x3c00

export function createCounts(): ScoreCounts {
  return { positives: new Uint32Array(ONE + 1), negatives: new Uint32Array(ONE + 1) }
}

/** Counts the images by their probability of a class: one against the rest. All probabilities must be numbers. */
export function countScores(
  into: ScoreCounts,
  predictions: Predictions,
  { labels, images }: Truth,
  index: number,
): void {
  const { probabilities, classes } = predictions
  for (const image of images) {
    const counts = labels[image] === index ? into.positives : into.negatives
    counts[probabilities[image * classes.length + index]!]! += 1
  }
}

export function tallyOf({ positives, negatives }: ScoreCounts): Tally {
  const used: number[] = []
  for (let bits = ONE; bits >= 0; bits--) if (positives[bits]! > 0 || negatives[bits]! > 0) used.push(bits)
  return {
    scores: Float64Array.from(used, fromFloat16),
    positives: Float64Array.from(used, (bits) => positives[bits]!),
    negatives: Float64Array.from(used, (bits) => negatives[bits]!),
  }
}

/** Of all that have a score at least as high as each. */
export function runningSums(counts: Float64Array): Float64Array {
  let sum = 0
  return counts.map((count) => (sum += count))
}
