/**
 * The operations of Conv2DTranspose, which runs a convolution backwards: its output is that convolution's input. Its kernel is rows x columns
 * x filters x channels, the channels being its own input's. Its kernel's gradient is `FilterGradient` with the roles swapped.
 */
import { COMMON } from '../buffers'
import { valuesOf, type Geometry, type ImageSize } from '../geometry'
import { convolutionFlops } from './conv2d'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'
import { sumsWritten, type SumsForward } from './sumsForward'

/** The facts of each kind. */
export const conv2dTransposeOperations = { conv2dTransposeForward, conv2dTransposeInputGradient, biasGradient }

export interface Conv2dTransposeForward extends SumsForward {
  /** Of the convolution that is run backwards. */
  readonly geometry: Geometry
  /** rows x columns x channels x filters, as `TransposeKernel` leaves it; turned round for stride 1. */
  readonly kernel: string
}

function conv2dTransposeForward(spec: Conv2dTransposeForward): Facts {
  return {
    name: 'forward',
    reads: [COMMON.state, spec.input, spec.kernel, ...(spec.biasOffset === undefined ? [] : [COMMON.weights])],
    writes: sumsWritten(spec),
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
