/** The end of a step in one operation: what the optimizer does, and what else follows from the updated weights. */
import type { Facts } from './facts'
import { optimize, type Optimize } from './step'
import type { TransposeKernel } from './transposeKernel'

/** The facts of each kind. */
export const endStepOperations = { endStep: (spec: EndStep): Facts => optimize(spec) }

/** A transposed kernel that is kept from step to step, behind the weights in their own buffer. */
export interface KeptTranspose extends TransposeKernel {
  /** In values, from the first weight. */
  readonly transposedOffset: number
}

/** Whoever updates a weight writes it to its place in the transposed kernel, too. */
export interface EndStep extends Optimize {
  readonly transposes: readonly KeptTranspose[]
}
