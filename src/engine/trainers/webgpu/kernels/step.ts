/** The kernels of a step behind the last layer: the loss with its gradient, and the metrics with the move to the next batch. */
import { smoothedTargets } from '../../../../model/training/labelSmoothing'
import { COMMON, RING_STEPS } from '../../plan/buffers'
import { METRICS_LANES, type ClassificationLoss, type FinishStep } from '../../plan/operations/step'
import type { TrainingLoss } from '../../plan/operations/trainingLoss'
import type { Binding, Kernel } from '../kernel'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT, stateWithMetrics } from '../wgsl'
import { moveOn } from './corrections'

const GROUP_SIZE = 64
const state = { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' } as const

export function classificationLoss(spec: ClassificationLoss): Kernel {
  return lossOf(spec, {
    bindings: [
      state,
      { as: 'losses', buffer: COMMON.losses, type: 'array<f32>', access: 'write' },
      { as: 'predictions', buffer: COMMON.predictions, type: 'array<vec2u>', access: 'write' },
    ],
    declarations: STATE_STRUCT,
    begin: '',
    store: `losses[image] = loss;
  var rank = 0u;
  if (state.training == 0u) {
    let own = logits[first + truth];
    for (var i = 0u; i < ${spec.classes}u; i++) {
      let other = logits[first + i];
      rank += select(0u, 1u, (other > own) | ((other == own) & (i < truth)));
    }
  }
  predictions[image] = vec2u(predicted, rank);`,
  })
}

export function trainingLoss(spec: TrainingLoss): Kernel {
  return lossOf(spec, {
    bindings: [{ ...state, access: 'write' }],
    declarations: stateWithMetrics(spec.batchSize),
    begin: spec.progress
      ? `if ((image == 0u) & (state.step > 0u)) {
    ${moveOn(spec.progress)}
  }`
      : '',
    store: 'state.outcomes[image] = vec2f(loss, select(0.0, 1.0, predicted == truth));',
  })
}

/** What a kernel of the loss leaves beside the gradient. */
interface Leaving {
  readonly bindings: readonly Binding[]
  readonly declarations: string
  /** WGSL statements in front of the loss. In scope: `image`, which may be none of the batch. */
  readonly begin: string
  /** WGSL statements behind it. In scope: `image`, `loss`, `predicted` and `truth`. */
  readonly store: string
}

function lossOf(spec: ClassificationLoss, leaving: Leaving): Kernel {
  const { batchSize, classes, logits, gradient, weighted } = spec
  return {
    bindings: [
      ...leaving.bindings,
      { as: 'order', buffer: COMMON.order, type: 'array<u32>', access: 'read' },
      { as: 'labels', buffer: COMMON.labels, type: 'array<u32>', access: 'read' },
      { as: 'logits', buffer: logits, type: 'array<f32>', access: 'read' },
      { as: 'gradient', buffer: gradient, type: 'array<f32>', access: 'write' },
      ...classWeightsBinding(weighted),
    ],
    code: `${leaving.declarations}
${entryPoint(GROUP_SIZE)}
  let image = group * ${GROUP_SIZE}u + local.x;
  ${leaving.begin}
  if (image >= state.count) { return; }
  let first = image * ${classes}u;
  let truth = labels[order[state.offset + image]];
  var largest = logits[first];
  var predicted = 0u;
  for (var i = 1u; i < ${classes}u; i++) {
    if (logits[first + i] > largest) {
      largest = logits[first + i];
      predicted = i;
    }
  }
  ${weighted ? `let weight = ${CLASS_WEIGHT};` : ''}
  var total = 0.0;${declareBelow(spec)}
  for (var i = 0u; i < ${classes}u; i++) { total += exp(logits[first + i] - largest);${addBelow(spec, 'logits[first + i]')} }
  for (var i = 0u; i < ${classes}u; i++) {
    let share = exp(logits[first + i] - largest) / total;
    gradient[first + i] = (share - ${targetOf(spec, 'truth')}) / f32(state.count)${weighted ? ' * weight' : ''};
  }
  let loss = ${weighted ? 'weight * ' : ''}${lossOfImage(spec, 'logits[first + truth]')};
  ${leaving.store}
}
`,
    workgroups: spreadWorkgroups(Math.ceil(batchSize / GROUP_SIZE)),
  }
}

type Smoothed = Pick<ClassificationLoss, 'classes' | 'smoothing'>

/** WGSL for the target of class `i` where `truth` is the true one. */
export function targetOf({ classes, smoothing }: Smoothed, truth: string): string {
  if (smoothing === undefined) return `select(0.0, 1.0, i == ${truth})`
  const { right, wrong } = smoothedTargets(smoothing, classes)
  return `select(${float(wrong)}, ${float(right)}, i == ${truth})`
}

/** WGSL for how far all logits of an image together lie from the `largest`, which smoothed labels alone need: `below`, less than 0. */
export function declareBelow({ smoothing }: Smoothed): string {
  return smoothing === undefined ? '' : ' var below = 0.0;'
}

export function addBelow({ smoothing }: Smoothed, logit: string): string {
  return smoothing === undefined ? '' : ` below += ${logit} - largest;`
}

/**
 * WGSL for the loss of an image. In scope: the `largest` of its logits, the `total` of e to the distance of each from it, and `below`. No two
 * large numbers cancel out.
 *
 * @param right the logit of the true class.
 */
export function lossOfImage({ classes, smoothing }: Smoothed, right: string): string {
  if (smoothing === undefined) return `(log(total) + largest - ${right})`
  return `(log(total) - ${float(1 - smoothing)} * (${right} - largest) - ${float(smoothing / classes)} * below)`
}

/** WGSL for the weight of the class `truth`. */
export const CLASS_WEIGHT = 'select(1.0, classWeights[truth], state.training == 1u)'

export function classWeightsBinding(weighted: boolean): readonly Binding[] {
  return weighted ? [{ as: 'classWeights', buffer: COMMON.classWeights, type: 'array<f32>', access: 'read' }] : []
}

/** One workgroup. */
export function finishStep({ batchSize, progress }: FinishStep): Kernel {
  return {
    bindings: [
      { ...state, access: 'write' },
      { as: 'order', buffer: COMMON.order, type: 'array<u32>', access: 'read' },
      { as: 'labels', buffer: COMMON.labels, type: 'array<u32>', access: 'read' },
      { as: 'losses', buffer: COMMON.losses, type: 'array<f32>', access: 'read' },
      { as: 'predictions', buffer: COMMON.predictions, type: 'array<vec2u>', access: 'read' },
      { as: 'ring', buffer: COMMON.ring, type: 'array<vec2f>', access: 'write' },
    ],
    code: `${STATE_STRUCT}${METRICS_MEMORY}
${entryPoint(METRICS_LANES)}
  ${addMetrics({
    outcome: 'vec2f(losses[image], select(0.0, 1.0, predictions[image].x == labels[order[state.offset + image]]))',
    ring: 'ring',
  })}
  ${nextBatch(batchSize)}
  ${moveOn(progress)}
}
`,
    workgroups: [1, 1],
  }
}

/** WGSL declarations that `addMetrics` uses. */
export const METRICS_MEMORY = `var<workgroup> parts: array<vec2f, ${METRICS_LANES}>;\n`

/** What `addMetrics` reads and writes. */
interface Metrics {
  /** WGSL for the loss of `image`, and 1 where it was told right. */
  readonly outcome: string
  /** The ring. */
  readonly ring: string
}

/** WGSL statements of a whole workgroup that add up the batch's metrics into the ring. All but one of its invocations return. */
export function addMetrics({ outcome, ring }: Metrics): string {
  return `let count = state.count;
  var sum = vec2f();
  for (var image = local.x; image < count; image += ${METRICS_LANES}u) { sum += ${outcome}; }
  parts[local.x] = sum;
  workgroupBarrier();
  if (local.x != 0u) { return; }
  var total = vec2f();
  for (var i = 0u; i < ${METRICS_LANES}u; i++) { total += parts[i]; }
  ${ring}[state.written % ${RING_STEPS}u] = vec2f(total.x / f32(count), total.y);`
}

/** The same without a barrier: one invocation adds them up in the same order. */
export function addMetricsAlone({ outcome, ring }: Metrics): string {
  return `if (local.x != 0u) { return; }
  let count = state.count;
  var total = vec2f();
  for (var i = 0u; i < ${METRICS_LANES}u; i++) {
    var sum = vec2f();
    for (var image = i; image < count; image += ${METRICS_LANES}u) { sum += ${outcome}; }
    total += sum;
  }
  ${ring}[state.written % ${RING_STEPS}u] = vec2f(total.x / f32(count), total.y);`
}

/** WGSL statements that move the state on to the next batch, but for what the update reads of it. In scope: `count`, the images of this batch. */
export function nextBatch(batchSize: number): string {
  return `state.step += 1u;
  state.written += 1u;
  state.offset += count;
  state.count = min(${batchSize}u, state.length - state.offset);`
}
