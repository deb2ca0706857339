/** Softmax along the last axis, where it is an activation within the stack: at the end, the loss takes it in. */
import { COMMON } from '../buffers'
import type { Facts } from './facts'

interface Rows {
  readonly batchSize: number
  /** Rows of one image, each of `length` values. */
  readonly rows: number
  readonly length: number
}

export interface SoftmaxForward extends Rows {
  readonly input: string
  readonly output: string
}

export function softmaxForwardFacts({ input, output }: SoftmaxForward): Facts {
  return { name: 'softmax', reads: [COMMON.state, input], writes: [output], flops: 0 }
}

export interface SoftmaxInputGradient extends Rows {
  readonly output: string
  /** The gradient of the output. */
  readonly source: string
  readonly gradient: string
}

export function softmaxInputGradientFacts({ output, source, gradient }: SoftmaxInputGradient): Facts {
  return { name: 'softmax gradient', reads: [COMMON.state, output, source], writes: [gradient], flops: 0 }
}
