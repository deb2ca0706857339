/** A model that was trained here or opened: all that it takes to classify an image. */
import type { DataShape } from './graph/shapes'
import type { Stack } from './graph/stack'
import type { Weights } from './graph/weights'
import type { Normalisation } from './training/normalisation'
import type { Recipe } from './training/recipe'

export interface TrainedModel {
  readonly stack: Stack
  readonly data: DataShape
  /** The classes' names, in the order of the model's outputs. */
  readonly classes: readonly string[]
  readonly weights: Weights
  /** How bytes become the numbers that the weights are for. */
  readonly normalisation: Normalisation
  readonly recipe?: Recipe
}

/** Bytes that weights take in memory. */
export function weightBytes(weights: Weights): number {
  return [...weights.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
}
