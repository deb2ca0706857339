/** Adds up the gradients that the readers of a value left for it, in the order of the readers. */
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const joinGradientsOperations = { joinGradients }

export interface JoinGradients extends InputGradientTarget {
  readonly batchSize: number
  /** Values of one image. */
  readonly values: number
  /** One or more; a buffer may stand there twice. */
  readonly sources: readonly string[]
  /** The sum is multiplied by it. */
  readonly scale: number
}

function joinGradients(spec: JoinGradients): Facts {
  const { sources, gradient, batchSize, values } = spec
  return {
    name: 'joined gradient',
    reads: [COMMON.state, ...sources, ...keptBuffer(spec)],
    writes: [gradient],
    flops: batchSize * values * (sources.length - 1),
  }
}
