/** The operations of MaxPooling2D on its own: where its windows overlap or are padded, or no convolution takes it in. */
import { COMMON } from '../buffers'
import type { Geometry } from '../geometry'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const maxPooling2dOperations = { maxPooling2dForward, maxPooling2dInputGradient }

export interface MaxPooling2dForward {
  readonly geometry: Geometry
  readonly batchSize: number
  readonly input: string
  readonly output: string
  /**
   * u32, for each output value: the maximum's row x window width + column within its window, the first where several are equal. Packed, four
   * channels that lie side by side share a u32, the first in its lowest byte.
   */
  readonly codes: string
  readonly packed?: boolean
}

function maxPooling2dForward({ input, output, codes }: MaxPooling2dForward): Facts {
  return { name: 'forward', reads: [COMMON.state, input], writes: [output, codes], flops: 0 }
}

/** Each input value gathers the gradients of the windows whose maximum it was. */
export interface MaxPooling2dInputGradient extends InputGradientTarget {
  readonly geometry: Geometry
  readonly batchSize: number
  readonly source: string
  readonly codes: string
  readonly packed?: boolean
}

function maxPooling2dInputGradient(spec: MaxPooling2dInputGradient): Facts {
  const { source, codes, gradient } = spec
  return {
    name: 'input gradient',
    reads: [COMMON.state, source, codes, ...keptBuffer(spec)],
    writes: [gradient],
    flops: 0,
  }
}
