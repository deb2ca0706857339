/**
 * The operation of ZeroPadding2D and Cropping2D, and of their input gradients: an image is copied into another at an offset, and what it does
 * not cover is zero.
 */
import type { Pair } from '../../../../model/layers/pair'
import { COMMON } from '../buffers'
import type { ImageSize } from '../geometry'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const placeImageOperations = { placeImage }

export interface PlaceImage extends Partial<Pick<InputGradientTarget, 'kept'>> {
  readonly batchSize: number
  readonly from: ImageSize
  readonly to: ImageSize
  /** Where the first row and column of `from` come to lie in `to`: negative where they are cut off. */
  readonly offset: Pair
  readonly input: string
  readonly output: string
}

function placeImage(spec: PlaceImage): Facts {
  return { name: 'copy', reads: [COMMON.state, spec.input, ...keptBuffer(spec)], writes: [spec.output], flops: 0 }
}
