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
