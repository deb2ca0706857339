/** The operations of GlobalAveragePooling2D and GlobalMaxPooling2D: one value a channel, out of the whole image. */
import { COMMON } from '../buffers'
import { valuesOf, type ImageSize } from '../geometry'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const globalPooling2dOperations = {
  globalAveragePooling2dForward,
  globalAveragePooling2dInputGradient,
  globalMaxPooling2dForward,
  globalMaxPooling2dInputGradient,
}

interface GlobalPooling2d {
  readonly batchSize: number
  /** Of the image before it. */
  readonly size: ImageSize
}

export interface GlobalAveragePooling2dForward extends GlobalPooling2d {
  readonly input: string
  readonly output: string
}

function globalAveragePooling2dForward(spec: GlobalAveragePooling2dForward): Facts {
  const { size, batchSize, input, output } = spec
  return { name: 'forward', reads: [COMMON.state, input], writes: [output], flops: batchSize * valuesOf(size) }
}

export interface GlobalAveragePooling2dInputGradient extends GlobalPooling2d, InputGradientTarget {
  readonly source: string
}

function globalAveragePooling2dInputGradient(spec: GlobalAveragePooling2dInputGradient): Facts {
  const { source, gradient } = spec
  return { name: 'input gradient', reads: [COMMON.state, source, ...keptBuffer(spec)], writes: [gradient], flops: 0 }
}

export interface GlobalMaxPooling2dForward extends GlobalPooling2d {
  readonly input: string
  readonly output: string
  /** u32, for each output value: the maximum's row x width + column, the first where several are equal. */
  readonly codes: string
}

function globalMaxPooling2dForward({ input, output, codes }: GlobalMaxPooling2dForward): Facts {
  return { name: 'forward', reads: [COMMON.state, input], writes: [output, codes], flops: 0 }
}

export interface GlobalMaxPooling2dInputGradient extends GlobalPooling2d, InputGradientTarget {
  readonly source: string
  readonly codes: string
}

function globalMaxPooling2dInputGradient(spec: GlobalMaxPooling2dInputGradient): Facts {
  const { source, codes, gradient } = spec
  return {
    name: 'input gradient',
    reads: [COMMON.state, source, codes, ...keptBuffer(spec)],
    writes: [gradient],
    flops: 0,
  }
}
