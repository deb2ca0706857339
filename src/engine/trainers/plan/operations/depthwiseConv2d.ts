/**
 * The operations of DepthwiseConv2D: every channel is convolved with filters of its own. Its kernel is rows x columns x channels x
 * multiplier, and filter m of channel c makes channel c x multiplier + m of the output.
 */
import { COMMON } from '../buffers'
import { valuesOf, type Geometry } from '../geometry'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'
import { splitsOfSums } from './splits'
import { sumsWritten, type SumsForward } from './sumsForward'

/** The facts of each kind. */
export const depthwiseConv2dOperations = {
  depthwiseConv2dForward,
  depthwiseConv2dInputGradient,
  depthwiseFilterGradient,
}

export interface DepthwiseConv2dForward extends SumsForward {
  /** The output has a whole multiple of the input's channels. Strides and dilation are not both larger than 1, in any of the three. */
  readonly geometry: Geometry
  /** Where the kernel lies in the weights. */
  readonly kernelOffset: number
}

function depthwiseConv2dForward(spec: DepthwiseConv2dForward): Facts {
  return {
    name: 'forward',
    reads: [COMMON.state, spec.input, COMMON.weights],
    writes: sumsWritten(spec),
    flops: depthwiseFlops(spec.geometry, spec.batchSize),
  }
}

export interface DepthwiseConv2dInputGradient extends InputGradientTarget {
  readonly geometry: Geometry
  readonly batchSize: number
  /** The gradient of the sums before this layer's activation. */
  readonly source: string
  readonly kernelOffset: number
}

function depthwiseConv2dInputGradient(spec: DepthwiseConv2dInputGradient): Facts {
  return {
    name: 'input gradient',
    reads: [COMMON.state, spec.source, COMMON.weights, ...keptBuffer(spec)],
    writes: [spec.gradient],
    flops: depthwiseFlops(spec.geometry, spec.batchSize),
  }
}

/** The rows of a batch are split into runs. Each writes partial sums of its own, which the optimizer adds up in a fixed order. */
export interface DepthwiseFilterGradient {
  readonly geometry: Geometry
  readonly batchSize: number
  readonly input: string
  /** The gradient of the sums before this layer's activation. */
  readonly source: string
  /** Whether the bias's gradient, the sums of `source`, is wanted too. */
  readonly bias: boolean
  /** splits x (kernel, then bias if wanted). */
  readonly partials: string
  readonly splits: number
}

function depthwiseFilterGradient(spec: DepthwiseFilterGradient): Facts {
  return {
    name: 'filter gradient',
    reads: [COMMON.state, spec.input, spec.source],
    writes: [spec.partials],
    flops: depthwiseFlops(spec.geometry, spec.batchSize),
  }
}

/** How many filters each channel has. */
export function multiplierOf({ input, output }: Geometry): number {
  return output.channels / input.channels
}

function depthwiseFlops({ output, kernel }: Geometry, batchSize: number): number {
  return 2 * batchSize * valuesOf(output) * kernel[0] * kernel[1]
}

/** How many runs the rows of a batch are split into. */
export function depthwiseSplitsFor({ output, kernel }: Geometry, batchSize: number): number {
  const sums = (kernel[0] * kernel[1] + 1) * output.channels
  return splitsOfSums({ channels: output.channels, sums, rows: batchSize * output.height })
}
