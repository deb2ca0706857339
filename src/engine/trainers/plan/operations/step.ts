/**
 * The operations of a step behind the last layer: the loss with its gradient, the update of the weights, and the metrics with the next
 * batch.
 */
import type { Regularizer } from '../../../../model/layers/define'
import { updateKeeps, type OptimizerRule } from '../../../../model/training/optimizers/optimizers'
import { COMMON } from '../buffers'
import type { Progress } from '../corrections'
import type { Facts } from './facts'

/** The facts of each kind. */
export const stepOperations = { classificationLoss, optimize, finishStep }

/**
 * Softmax and cross-entropy from logits: each image's loss in nats, its predicted class with the rank of its true one, and the logits'
 * gradient. In training, the rank is left at 0: nobody asks for it.
 */
export interface ClassificationLoss {
  readonly batchSize: number
  readonly classes: number
  readonly logits: string
  /** The gradient of the batch's mean loss by the logits. */
  readonly gradient: string
  /** Whether each class has a weight, by which its images' losses and gradients are multiplied in training, as Keras's `class_weight`. */
  readonly weighted: boolean
  /** The share of each true class that is spread evenly over all classes; absent where it keeps all. */
  readonly smoothing?: number
}

export function classificationLoss({ logits, gradient, weighted }: ClassificationLoss): Facts {
  return {
    name: 'softmax and cross-entropy',
    reads: [COMMON.state, COMMON.order, COMMON.labels, logits, ...(weighted ? [COMMON.classWeights] : [])],
    writes: [gradient, COMMON.losses, COMMON.predictions],
    flops: 0,
  }
}

/** The partial gradients of some weights that lie side by side. */
export interface GradientSegment {
  /** Where the first of them lies among the weights, in values. */
  readonly offset: number
  readonly length: number
  readonly splits: number
  /** splits x length. */
  readonly partials: string
  /** Where in it they begin, in values; absent for its beginning. */
  readonly partialsOffset?: number
}

/** Partial sums that one thread adds one after another at most. Beyond it, even a large device waits for that one thread. */
export const LONGEST_CHAIN = 128

/**
 * How many threads share the partial gradients of one weight: a power of two. Each adds up a run of splits, and the sums of the runs are
 * joined in pairs. It follows from the plan alone, so every device adds in the same order.
 */
export function lanesOf(splits: number): number {
  let lanes = 1
  while (chainOf(splits, lanes) > LONGEST_CHAIN) lanes *= 2
  return lanes
}

/** Partial sums that one of so many threads adds one after another. */
export function chainOf(splits: number, lanes: number): number {
  return Math.ceil(splits / lanes) + Math.log2(lanes)
}

/** What some weights add to the loss: its derivative, l1 times a weight's sign and 2 l2 times the weight, joins their gradient. */
export interface Penalty extends Regularizer {
  readonly offset: number
  readonly length: number
}

/** A weight of the model, as Keras counts them: a kernel, or a bias. */
export interface Variable {
  /** Where its first value lies among the weights. */
  readonly offset: number
  readonly length: number
}

/** How a whole gradient, its penalty among it, is clipped. `norms` has one of each variable, or of all. */
export type Clipped =
  | { readonly by: 'value'; readonly most: number }
  | { readonly by: 'norm'; readonly most: number; readonly norms: string; readonly variables: readonly Variable[] }
  | { readonly by: 'globalNorm'; readonly most: number; readonly norms: string }

/**
 * Adds up the partial gradients of each weight, as `lanesOf` says, clips the sum and makes the update. Where gradients are accumulated, the
 * segments are of whole ones, their mean among the steps already, and only the step that ends an update's steps makes it. The moving average
 * of the weights follows in each step. Weights in no segment stay as they are.
 */
export interface Optimize {
  readonly rule: OptimizerRule
  /** In the order of their offsets. */
  readonly segments: readonly GradientSegment[]
  readonly penalties: readonly Penalty[]
  /** Absent where nothing is clipped. */
  readonly clip?: Clipped
  /** Values of all weights; their moments lie one after another, each as long as this. */
  readonly total: number
}

export function optimize(spec: Optimize): Facts {
  return {
    name: spec.rule.name,
    reads: [
      COMMON.state,
      ...new Set(spec.segments.map(({ partials }) => partials)),
      ...(spec.clip && 'norms' in spec.clip ? [spec.clip.norms] : []),
    ],
    writes: [COMMON.weights, ...(updateKeeps(spec.rule) ? [COMMON.moments] : [])],
    flops: 0,
    chain: Math.max(0, ...spec.segments.map(({ splits }) => chainOf(splits, lanesOf(splits)))),
  }
}

/** Adds up the batch's loss and right answers into the ring, and moves the state on to the next batch. */
export interface FinishStep {
  readonly batchSize: number
  /** What else of the state moves on, for the update. */
  readonly progress: Progress | undefined
}

/** Threads that add up a batch's metrics: each every so many images', then one the sums of all. */
export const METRICS_LANES = 64

function finishStep(_spec: FinishStep): Facts {
  return {
    name: 'metrics and next batch',
    reads: [COMMON.order, COMMON.labels, COMMON.losses, COMMON.predictions],
    writes: [COMMON.state, COMMON.ring],
    flops: 0,
  }
}
