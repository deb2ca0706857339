/** The operations of Dense: products with the kernel and with its transpose. The kernel's own gradient is `FilterGradient`. */
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'
import { sumsWritten, type SumsForward } from './sumsForward'

/** The facts of each kind. */
export const denseOperations = { denseForward, denseInputGradient }

export interface DenseForward extends SumsForward {
  readonly inputs: number
  readonly units: number
  /** Where the kernel lies in the weights. */
  readonly kernelOffset: number
}

function denseForward(spec: DenseForward): Facts {
  return {
    name: 'forward',
    reads: [COMMON.state, spec.input, COMMON.weights],
    writes: sumsWritten(spec),
    flops: 2 * spec.batchSize * spec.inputs * spec.units,
  }
}

export interface DenseInputGradient extends InputGradientTarget {
  readonly batchSize: number
  readonly inputs: number
  readonly units: number
  /** The gradient of the sums before this layer's activation. */
  readonly source: string
  /** units x inputs, as `TransposeKernel` leaves it. */
  readonly kernel: string
}

function denseInputGradient(spec: DenseInputGradient): Facts {
  return {
    name: 'input gradient',
    reads: [COMMON.state, spec.source, spec.kernel, ...keptBuffer(spec)],
    writes: [spec.gradient],
    flops: 2 * spec.batchSize * spec.inputs * spec.units,
  }
}
