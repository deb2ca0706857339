/** About what training takes on a device, in bytes. What a device has is for it to say. */
import { sizeOf } from '../layers/define'
import type { StackAnalysis } from './shapes'

// The parameter itself, its gradient, and Adam's two moments, as float32.
const BYTES_PER_PARAMETER = 16
const MOMENTS = 2

type Sizes = Pick<StackAnalysis, 'input' | 'layers' | 'parameters' | 'trainableParameters' | 'bytes'>

/**
 * About all of it: the parameters with their gradients and the optimizer's state, and for a batch the images, the outputs of all layers and
 * their gradients. Runs of partial sums come on top, and so does a gradient for each further reader of a layer; buffers that share memory
 * take less.
 */
export function trainingBytes({ input, parameters, trainableParameters, bytes }: Sizes, batchSize: number): number {
  const others = parameters - trainableParameters
  return BYTES_PER_PARAMETER * trainableParameters + 4 * others + batchSize * (4 * sizeOf(input) + 2 * bytes)
}

/** The largest buffer: a layer's output for a batch, the images of a batch, or the optimizer's state. */
export function largestBuffer({ input, layers, parameters }: Sizes, batchSize: number): number {
  const largestOutput = Math.max(4 * sizeOf(input), ...layers.map(({ bytes }) => bytes))
  return Math.max(batchSize * largestOutput, MOMENTS * 4 * parameters)
}

/** What there is to train in, in bytes. */
export interface MemoryLimits {
  /** Absent where a device doesn't say how large a buffer may be. */
  readonly buffer?: number
  readonly total: number
}

/** The largest power of 2 below a batch size that keeps within the limits; undefined where one image alone is beyond them. */
export function fittingBatchSize(sizes: Sizes, batchSize: number, limits: MemoryLimits): number | undefined {
  for (let fitting = 2 ** Math.ceil(Math.log2(batchSize) - 1); fitting >= 1; fitting /= 2) {
    const isWithin = largestBuffer(sizes, fitting) <= (limits.buffer ?? Infinity)
    if (isWithin && trainingBytes(sizes, fitting) <= limits.total) return fitting
  }
  return undefined
}
