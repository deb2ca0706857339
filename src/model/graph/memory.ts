/** About what training takes on a device, in bytes. What a device has is for it to say. */
import { sizeOf } from '../layers/define'
import type { StackAnalysis } from './shapes'

/** What a run asks for besides the model. */
export interface Demand {
  /** Images of a batch. */
  readonly batchSize: number
  /** Floats that the optimizer keeps for each parameter. */
  readonly moments: number
}

type Sizes = Pick<StackAnalysis, 'input' | 'layers' | 'parameters' | 'trainableParameters' | 'bytes'>

/**
 * About all of it: the parameters with their gradients and the optimizer's state, and for a batch the images, the outputs of all layers and
 * their gradients. Runs of partial sums come on top, and so does a gradient for each further reader of a layer; buffers that share memory
 * take less.
 */
export function trainingBytes(
  { input, parameters, trainableParameters, bytes }: Sizes,
  { batchSize, moments }: Demand,
): number {
  const others = parameters - trainableParameters
  // The parameter itself, its gradient, and its moments, as float32.
  return 4 * (2 + moments) * trainableParameters + 4 * others + batchSize * (4 * sizeOf(input) + 2 * bytes)
}

/** The largest buffer: a layer's output for a batch, the images of a batch, the parameters, or the optimizer's moments. */
export function largestBuffer({ input, layers, parameters }: Sizes, { batchSize, moments }: Demand): number {
  const largestOutput = Math.max(4 * sizeOf(input), ...layers.map(({ bytes }) => bytes))
  return Math.max(batchSize * largestOutput, Math.max(1, moments) * 4 * parameters)
}

/** What there is to train in, in bytes. */
export interface MemoryLimits {
  /** Absent where a device doesn't say how large a buffer may be. */
  readonly buffer?: number
  readonly total: number
}

/** The largest power of 2 below a batch size that keeps within the limits; undefined where one image alone is beyond them. */
export function fittingBatchSize(
  sizes: Sizes,
  { batchSize, moments }: Demand,
  limits: MemoryLimits,
): number | undefined {
  for (let fitting = 2 ** Math.ceil(Math.log2(batchSize) - 1); fitting >= 1; fitting /= 2) {
    const demand = { batchSize: fitting, moments }
    const isWithin = largestBuffer(sizes, demand) <= (limits.buffer ?? Infinity)
    if (isWithin && trainingBytes(sizes, demand) <= limits.total) return fitting
  }
  return undefined
}
