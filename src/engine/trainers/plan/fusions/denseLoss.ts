/**
 * The Dense layer at the end of a stack, the loss behind it and the gradient of the layer's input are one operation in training: each image's
 * are of that image alone. The kernel need not be transposed for it. Classifying has the layer and the loss by themselves.
 */
import { buffersOf, factsOf, type AnyOperation, type Operation } from '../operation'
import type { InputGradientTarget } from '../operations/inputGradient'
import type { FusedPlan } from '../plan'

/** One workgroup has all logits of its images. */
const MOST_CLASSES = 64
/** Of the kernel. The workgroup of some images goes through all of it twice: a larger one is left to more workgroups. */
const MOST_WEIGHTS = 32_768
/** With more images, the product with the kernel is not split within a workgroup, and most of the workgroup would wait for it. */
const MOST_IMAGES = 1024
/** That every device binds to a kernel. */
const MOST_BUFFERS = 8

/** Behind `metrics`, which makes the loss one for training alone. */
export function denseLoss(plan: FusedPlan): FusedPlan {
  const [dense, loss] = plan.forward.slice(-2)
  if (dense?.kind !== 'denseForward' || loss?.kind !== 'trainingLoss' || loss.logits !== dense.output) return plan
  const found = findInputGradient(plan, dense, loss)
  if (!found) return plan
  const { layer, inputs, input, kernelOffset, biasOffset } = dense
  const { batchSize, classes, gradient, weighted, progress, smoothing } = loss
  const fused: Operation<'denseLoss'> = {
    kind: 'denseLoss',
    ...{ layer, batchSize, classes, inputs, input, kernelOffset, gradient, weighted, progress },
    ...(biasOffset !== undefined && { biasOffset }),
    ...(found.target && { target: found.target }),
    ...(smoothing !== undefined && { smoothing }),
  }
  const isSmall = classes <= MOST_CLASSES && inputs * classes <= MOST_WEIGHTS && batchSize <= MOST_IMAGES
  if (!isSmall || buffersOf(fused).length > MOST_BUFFERS) return plan
  return {
    ...plan,
    // Only classifying has the logits in memory, whose operations are not among a step's.
    buffers: plan.buffers.map((each) => (each.name === dense.output ? { ...each, transient: false } : each)),
    takenIn: new Map([...plan.takenIn].map(([name, taker]) => [name, taker === 'loss' ? { layer } : taker])),
    forward: [...plan.forward.slice(0, -2), fused],
    backward: plan.backward.filter((each) => !found.operations.includes(each)),
  }
}

interface Found {
  readonly target?: InputGradientTarget
  /** What the fused operation does instead. */
  readonly operations: readonly AnyOperation[]
}

/** How the gradient of the Dense's input is made, right behind its kernel's; undefined where others have to do with the logits. */
function findInputGradient(
  { forward, backward }: FusedPlan,
  dense: Operation<'denseForward'>,
  loss: Operation<'trainingLoss'>,
): Found | undefined {
  const [filter, transpose, back] = backward
  if (filter?.kind !== 'filterGradient' || filter.source.buffer !== loss.gradient || filter.source.pooled) return
  const isBack =
    transpose?.kind === 'transposeKernel' &&
    transpose.kernelOffset === dense.kernelOffset &&
    back?.kind === 'denseInputGradient' &&
    back.kernel === transpose.transposed &&
    back.source === loss.gradient
  const own: readonly AnyOperation[] = [dense, loss, filter, ...(isBack ? [transpose, back] : [])]
  const others = [...forward, ...backward].filter((each) => !own.includes(each))
  const touched = new Set(others.flatMap(buffersOf))
  if (touched.has(dense.output) || touched.has(loss.gradient)) return
  if (factsOf(dense).writes.length > 1 || dense.activation !== 'linear') return
  if (!isBack) return { operations: [] }
  const { gradient, kept } = back
  return { target: { gradient, ...(kept && { kept }) }, operations: [transpose, back] }
}
