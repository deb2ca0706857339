/** What a model is made of inside at one moment: its weights, their gradients, and what its layers make of some images. */
import type { SilentUnits } from './units'
import type { Spread } from './spread'

export interface WeightAnatomy {
  /** Such as `conv2d/kernel`. */
  readonly key: string
  /** Its axes. */
  readonly axes: number
  readonly values: Spread
  /** Of the loss with its penalties, on a batch. Absent for weights that don't train. */
  readonly gradients?: Spread
  /** `updateRatio` of the epoch's last step; `null` where the weights before it were all alike. Absent where it was not taken or is no number. */
  readonly ratio?: number | null
}

export interface LayerAnatomy {
  readonly name: string
  /** By Keras's name; `logits` of the last layer, whose softmax is left out. */
  readonly activation: string
  readonly outputs: Spread
  /** Absent where no unit of its activation is ever silent. */
  readonly silence?: SilentUnits
}

export interface Anatomy {
  /** Train images that the layers were shown, and how many of them, the first, the gradients are of. */
  readonly images: number
  readonly batch: number
  /** All weights, in their one order. */
  readonly weights: readonly WeightAnatomy[]
  /** Those with an activation, in the order of the stack, and the last one. */
  readonly layers: readonly LayerAnatomy[]
}

export interface EpochAnatomy extends Anatomy {
  /** At its end; 0 before the first step. */
  readonly epoch: number
}

/**
 * By how much of their size a step moved the weights: the standard deviation of the change by that of the weights before it. About 0.001 is
 * well for SGD and Adam, by a rule of thumb of A. Karpathy's (CS231n, “Ratio of weights:updates”, there by norms; “Building makemore”, part 3,
 * by standard deviations, as here).
 * @returns `null` where the weights before are all alike; undefined where some are no finite numbers, before or after.
 */
export function updateRatio(before: Float32Array, after: Float32Array): number | null | undefined {
  const size = deviationOf(before)
  if (size === 0) return null
  const ratio = deviationOf(before.map((value, at) => after[at]! - value)) / size
  return Number.isFinite(ratio) ? ratio : undefined
}

function deviationOf(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  const mean = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return Math.sqrt(squares / values.length)
}
