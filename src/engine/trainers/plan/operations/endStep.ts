/**
 * The end of a step in one operation: what the optimizer does, and what else follows from the updated weights or waits for nothing but the
 * gradients.
 */
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { METRICS_LANES, optimize, type FinishStep, type Optimize } from './step'
import type { TransposeKernel } from './transposeKernel'

/** The facts of each kind. */
export const endStepOperations = { endStep }

/** A transposed kernel that is kept from step to step, behind the weights in their own buffer. */
export interface KeptTranspose extends TransposeKernel {
  /** In values, from the first weight. */
  readonly transposedOffset: number
}

export interface EndStep extends Optimize {
  /** Whoever updates a weight writes it to its place in the transposed kernel, too. */
  readonly transposes: readonly KeptTranspose[]
  /** Set where the metrics are added up and the state moves on to the next batch, but for what the update reads of it. */
  readonly finish?: Pick<FinishStep, 'batchSize'>
}

function endStep({ finish, ...spec }: EndStep): Facts {
  const { reads, writes, chain = 0, ...facts } = optimize(spec)
  if (!finish) return { ...facts, reads, writes, chain }
  return {
    ...facts,
    reads: reads.filter((buffer) => buffer !== COMMON.state),
    writes: [...writes, COMMON.state],
    chain: Math.max(chain, Math.ceil(finish.batchSize / METRICS_LANES)),
  }
}
