/**
 * A Dense layer at the end of the stack with the loss behind it, for training alone: forward, loss and the gradient of the layer's input, image
 * by image. `filterGradient` makes the kernel's gradient from the logits'.
 */
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'
import type { TrainingLoss } from './trainingLoss'

/** The facts of each kind. */
export const denseLossOperations = { denseLoss }

export interface DenseLoss extends Omit<TrainingLoss, 'logits'> {
  readonly inputs: number
  readonly input: string
  /** Where the kernel lies in the weights, and the bias, if any. */
  readonly kernelOffset: number
  readonly biasOffset?: number
  /** Absent where no layer before it learns anything. */
  readonly target?: InputGradientTarget
}

function denseLoss(spec: DenseLoss): Facts {
  const { batchSize, inputs, classes, input, gradient, weighted, target } = spec
  const reads = [COMMON.order, COMMON.labels, input, COMMON.weights, ...keptBuffer(target ?? {})]
  return {
    name: target ? 'forward, loss, input gradient' : 'forward, loss',
    reads: [...new Set(reads), ...(weighted ? [COMMON.classWeights] : [])],
    writes: [COMMON.state, gradient, ...(target ? [target.gradient] : [])],
    flops: 2 * batchSize * inputs * classes * (target ? 2 : 1),
  }
}
