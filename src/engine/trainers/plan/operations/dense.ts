/** The operations of Dense: products with the kernel and with its transpose. The kernel's own gradient is `FilterGradient`. */
import { keepsSum, type PointwiseActivation } from '../activations'
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const denseOperations = { denseForward, denseInputGradient }

export interface DenseForward {
  readonly batchSize: number
  readonly inputs: number
  readonly units: number
  readonly activation: PointwiseActivation
  readonly input: string
  readonly kernelOffset: number
  /** Absent when there is no bias. */
  readonly biasOffset?: number
  readonly output: string
  /** The buffer of the sums before the activation, for activations whose derivative needs them. */
  readonly sums: string
}

function denseForward(spec: DenseForward): Facts {
  return {
    name: 'forward',
    reads: [COMMON.state, spec.input, COMMON.weights],
    writes: [spec.output, ...(keepsSum(spec.activation) ? [spec.sums] : [])],
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
