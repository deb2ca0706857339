/** What the forward operations of layers with a kernel have in common: sums, a bias on them, and an activation. */
import { keepsSum, type PointwiseActivation } from '../activations'

export interface SumsForward {
  readonly batchSize: number
  readonly activation: PointwiseActivation
  readonly input: string
  /** Where the bias lies in the weights; absent when there is none. */
  readonly biasOffset?: number
  readonly output: string
  /** The buffer of the sums before the activation, for activations whose derivative needs them. */
  readonly sums: string
}

/** The buffers that such an operation writes. */
export function sumsWritten({ activation, output, sums }: SumsForward): readonly string[] {
  return [output, ...(keepsSum(activation) ? [sums] : [])]
}
