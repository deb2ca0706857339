/**
 * The operations of Dropout. Whether a value is dropped is a hash of the seed, the layer, the step and the value's place, so that the same
 * seed gives the same masks, and backward computes them anew instead of reading them.
 */
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const dropoutOperations = { dropoutForward, dropoutInputGradient }

/** Backward, `from` is the gradient of the output and `to` that of the input. */
export interface Dropout extends Partial<Pick<InputGradientTarget, 'kept'>> {
  /** The layer's place in the stack: it tells the masks of several such layers apart. */
  readonly index: number
  readonly rate: number
  readonly batchSize: number
  /** Values of one image. */
  readonly values: number
  readonly from: string
  readonly to: string
}

function dropoutForward(spec: Dropout): Facts {
  return { name: 'forward', reads: [COMMON.state, spec.from, ...keptBuffer(spec)], writes: [spec.to], flops: 0 }
}

function dropoutInputGradient(spec: Dropout): Facts {
  return { ...dropoutForward(spec), name: 'input gradient' }
}
