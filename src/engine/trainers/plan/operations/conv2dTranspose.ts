/**
 * The operations of Conv2DTranspose, which runs a convolution backwards: its output is that convolution's input. Its kernel is rows x columns
 * x filters x channels, the channels being its own input's. Its kernel's gradient is `FilterGradient` with the roles swapped.
 */
import { keepsSum, type PointwiseActivation } from '../activations'
import { COMMON } from '../buffers'
import { valuesOf, type Geometry, type ImageSize } from '../geometry'
import { convolutionFlops } from './conv2d'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const conv2dTransposeOperations = { conv2dTransposeForward, conv2dTransposeInputGradient, biasGradient }

export interface Conv2dTransposeForward {
  /** Of the convolution that is run backwards. */
  readonly geometry: Geometry
  readonly batchSize: number
  readonly activation: PointwiseActivation
  readonly input: string
  /** rows x columns x channels x filters, as `TransposeKernel` leaves it; turned round for stride 1. */
  readonly kernel: string
  /** Where the bias lies in the weights; absent when there is none. */
  readonly biasOffset?: number
  readonly output: string
  /** The buffer of the sums before the activation, for activations whose derivative needs them. */
  readonly sums: string
}

function conv2dTransposeForward(spec: Conv2dTransposeForward): Facts {
  return {
    name: 'forward',
    reads: [COMMON.state, spec.input, spec.kernel, ...(spec.biasOffset === undefined ? [] : [COMMON.weights])],
    writes: [spec.output, ...(keepsSum(spec.activation) ? [spec.sums] : [])],
    flops: convolutionFlops(spec.geometry, spec.batchSize),
  }
}

/** The convolution itself, of the gradient of the output. */
export interface Conv2dTransposeInputGradient extends InputGradientTarget {
  readonly geometry: Geometry
  readonly batchSize: number
  /** The gradient of the sums before this layer's activation. */
  readonly source: string
  readonly kernelOffset: number
}

function conv2dTransposeInputGradient(spec: Conv2dTransposeInputGradient): Facts {
  return {
    name: 'input gradient',
    reads: [COMMON.state, spec.source, COMMON.weights, ...keptBuffer(spec)],
    writes: [spec.gradient],
    flops: convolutionFlops(spec.geometry, spec.batchSize),
  }
}

/** The gradient of a bias alone: for each channel, the sum over all pixels, in runs of rows as `FilterGradient` makes them. */
export interface BiasGradient {
  readonly size: ImageSize
  readonly batchSize: number
  /** The gradient of the sums before this layer's activation. */
  readonly source: string
  /** splits x channels. */
  readonly partials: string
  readonly splits: number
}

function biasGradient({ size, batchSize, source, partials }: BiasGradient): Facts {
  return {
    name: 'bias gradient',
    reads: [COMMON.state, source],
    writes: [partials],
    flops: batchSize * valuesOf(size),
  }
}
