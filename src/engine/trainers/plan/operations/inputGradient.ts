/** What every operation that computes the gradient of a layer's input must know of that input. */
import type { PointwiseActivation } from '../activations'

export interface InputGradientTarget {
  /** The buffer of the gradient: of the sums before the activation that made the input. */
  readonly gradient: string
  /** That activation, and the value kept for its derivative. Absent when it is linear. */
  readonly kept?: { readonly buffer: string; readonly activation: PointwiseActivation }
}

/** The buffer behind `kept`, where there is one to read. */
export function keptBuffer({ kept }: Pick<InputGradientTarget, 'kept'>): readonly string[] {
  return kept ? [kept.buffer] : []
}
