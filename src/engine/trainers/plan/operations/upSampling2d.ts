/** The operations of UpSampling2D: each pixel becomes a block of them. */
import type { Pair } from '../../../../model/layers/pair'
import { COMMON } from '../buffers'
import type { ImageSize } from '../geometry'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const upSampling2dOperations = { upSampling2dForward, upSampling2dInputGradient }

interface UpSampling2d {
  readonly batchSize: number
  /** Of the image before it. */
  readonly size: ImageSize
  /** How often rows and columns are repeated. */
  readonly factors: Pair
  /** Bilinear as Keras resizes: a pixel's value is that at its centre, and beyond the outermost centres it stays. */
  readonly interpolation: 'nearest' | 'bilinear'
}

export interface UpSampling2dForward extends UpSampling2d {
  readonly input: string
  readonly output: string
}

function upSampling2dForward({ input, output }: UpSampling2dForward): Facts {
  return { name: 'forward', reads: [COMMON.state, input], writes: [output], flops: 0 }
}

export interface UpSampling2dInputGradient extends UpSampling2d, InputGradientTarget {
  readonly source: string
}

function upSampling2dInputGradient(spec: UpSampling2dInputGradient): Facts {
  const { source, gradient } = spec
  return { name: 'input gradient', reads: [COMMON.state, source, ...keptBuffer(spec)], writes: [gradient], flops: 0 }
}

/** The size of the image behind it. */
export function upSampledSize({ height, width, channels }: ImageSize, factors: Pair): ImageSize {
  return { height: height * factors[0], width: width * factors[1], channels }
}
