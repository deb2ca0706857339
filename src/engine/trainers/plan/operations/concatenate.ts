/** The operations of Concatenate: each input is copied to its place in the rows of the output, and its gradient is taken out of there. */
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const concatenateOperations = { concatenateForward, concatenateInputGradient }

interface Part {
  readonly batchSize: number
  /** Rows of one image. */
  readonly rows: number
  /** Values of a row: of this input, and of the output. */
  readonly length: number
  readonly whole: number
  /** Where in the output's row those of this input begin. */
  readonly at: number
}

export interface ConcatenateForward extends Part {
  readonly input: string
  readonly output: string
}

function concatenateForward({ input, output }: ConcatenateForward): Facts {
  return { name: 'copy', reads: [COMMON.state, input], writes: [output], flops: 0 }
}

export interface ConcatenateInputGradient extends Part, InputGradientTarget {
  /** The gradient of the output. */
  readonly source: string
}

function concatenateInputGradient(spec: ConcatenateInputGradient): Facts {
  return {
    name: 'input gradient',
    reads: [COMMON.state, spec.source, ...keptBuffer(spec)],
    writes: [spec.gradient],
    flops: 0,
  }
}
