/** A function of one value at a time, as a layer of its own. Backward, it is the `kept` of its output. */
import type { PointwiseActivation } from '../activations'
import { COMMON } from '../buffers'
import type { Facts } from './facts'

/** The facts of each kind. */
export const pointwiseOperations = { pointwiseForward }

export interface PointwiseForward {
  readonly activation: PointwiseActivation
  readonly batchSize: number
  /** Values of one image. */
  readonly values: number
  readonly input: string
  readonly output: string
}

function pointwiseForward({ input, output }: PointwiseForward): Facts {
  return { name: 'forward', reads: [COMMON.state, input], writes: [output], flops: 0 }
}
