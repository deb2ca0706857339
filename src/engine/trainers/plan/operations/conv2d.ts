/**
 * The operations of Conv2D. Forward: convolution, bias, activation and, when a MaxPooling2D follows at once, its maximum. Backward: the
 * input's gradient.
 */
import type { Pair } from '../../../../model/layers/pair'
import { COMMON } from '../buffers'
import { valuesOf, type Geometry, type ImageSize } from '../geometry'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'
import { sumsWritten, type SumsForward } from './sumsForward'

/** The facts of each kind. */
export const conv2dOperations = { conv2dForward, conv2dInputGradient }

export interface Conv2dForward extends SumsForward {
  readonly geometry: Geometry
  /** Where the kernel lies in the weights. */
  readonly kernelOffset: number
  readonly pool?: FusedPool
}

/** Windows side by side, without padding. */
export interface FusedPool {
  readonly size: Pair
  readonly output: ImageSize
  /**
   * u32, for each pooled value: the maximum's row x pool width + column within its window, the first where several are equal. Packed, four
   * channels that lie side by side share a u32, the first in its lowest byte.
   */
  readonly codes: string
  readonly packed?: boolean
  /**
   * Whether a value that a ReLU made 0 has the code `DEAD` instead. No place has it, so whoever reads a gradient by the codes finds 0 there,
   * and the gradient need not be multiplied by the activation's derivative.
   */
  readonly marksDead?: boolean
}

export const DEAD = 255

function conv2dForward(spec: Conv2dForward): Facts {
  return {
    name: spec.pool ? 'forward, pooled' : 'forward',
    reads: [COMMON.state, spec.input, COMMON.weights],
    writes: [...sumsWritten(spec), ...(spec.pool ? [spec.pool.codes] : [])],
    flops: convolutionFlops(spec.geometry, spec.batchSize),
  }
}

/**
 * An image's values as a kernel reads them: as they lie in a buffer, or from a pooled gradient and the codes of where each maximum was. The
 * second is for a convolution whose outputs are pooled at once. The large gradient between the two never exists.
 */
export interface ImageSource {
  /** Its height and width are those before pooling. */
  readonly size: ImageSize
  readonly buffer: string
  readonly pooled?: PooledSource
}

export interface PooledSource {
  /** As the `FusedPool` has left them. */
  readonly codes: string
  readonly packed?: boolean
  readonly pool: Pair
  readonly height: number
  readonly width: number
}

export function sourceBuffers({ buffer, pooled }: ImageSource): readonly string[] {
  return pooled ? [buffer, pooled.codes] : [buffer]
}

export interface Conv2dInputGradient extends InputGradientTarget {
  readonly geometry: Geometry
  readonly batchSize: number
  /** The gradient of the sums before this layer's activation. */
  readonly source: ImageSource
  /** rows x columns x filters x channels; turned round for stride 1. */
  readonly kernel: string
}

function conv2dInputGradient(spec: Conv2dInputGradient): Facts {
  return {
    name: 'input gradient',
    reads: [COMMON.state, ...sourceBuffers(spec.source), spec.kernel, ...keptBuffer(spec)],
    writes: [spec.gradient],
    flops: convolutionFlops(spec.geometry, spec.batchSize),
  }
}

/** The cost of a convolution over a whole batch. Each of its gradients costs as much. */
export function convolutionFlops({ input, output, kernel }: Geometry, batchSize: number): number {
  return 2 * batchSize * valuesOf(output) * kernel[0] * kernel[1] * input.channels
}
