/** Softmax along the last axis, or its logarithm, where it is within the stack: at the end, the loss takes it in. */
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const softmaxOperations = { softmaxForward, softmaxInputGradient }

interface Rows {
  readonly activation: 'softmax' | 'log_softmax'
  readonly batchSize: number
  /** Rows of one image, each of `length` values. */
  readonly rows: number
  readonly length: number
}

export interface SoftmaxForward extends Rows {
  readonly input: string
  readonly output: string
}

function softmaxForward({ input, output }: SoftmaxForward): Facts {
  return { name: 'softmax', reads: [COMMON.state, input], writes: [output], flops: 0 }
}

export interface SoftmaxInputGradient extends Rows, InputGradientTarget {
  readonly output: string
  /** The gradient of the output. */
  readonly source: string
}

function softmaxInputGradient(spec: SoftmaxInputGradient): Facts {
  const { output, source, gradient } = spec
  return {
    name: 'softmax gradient',
    reads: [COMMON.state, output, source, ...keptBuffer(spec)],
    writes: [gradient],
    flops: 0,
  }
}
