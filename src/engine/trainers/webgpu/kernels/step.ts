/** What comes behind the last layer in a step: the loss with its gradient, and the metrics with the move to the next batch. */
import { ADAM } from '../../../../model/training/optimizers'
import { COMMON, RING_STEPS, type Operation } from '../plan'
import { STATE_STRUCT } from '../state'
import { entryPoint, float, spreadWorkgroups } from '../wgsl'

const GROUP_SIZE = 64
const state = { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' } as const

export interface ClassificationLoss {
  readonly batchSize: number
  readonly classes: number
  readonly logits: string
  /** Of the mean loss over the batch, by the logits. */
  readonly gradient: string
  /** Whether each class has a weight, by which its images' losses and gradients are multiplied in training, as Keras's `class_weight`. */
  readonly weighted: boolean
}

/** Softmax and cross-entropy from logits: each image's loss in nats and predicted class, and the logits' gradient. */
export function classificationLoss({ batchSize, classes, logits, gradient, weighted }: ClassificationLoss): Operation {
  return {
    name: 'softmax and cross-entropy',
    layer: 'loss',
    bindings: [
      state,
      { as: 'order', buffer: COMMON.order, type: 'array<u32>', access: 'read' },
      { as: 'labels', buffer: COMMON.labels, type: 'array<u32>', access: 'read' },
      { as: 'logits', buffer: logits, type: 'array<f32>', access: 'read' },
      { as: 'gradient', buffer: gradient, type: 'array<f32>', access: 'write' },
      { as: 'losses', buffer: COMMON.losses, type: 'array<f32>', access: 'write' },
      { as: 'predictions', buffer: COMMON.predictions, type: 'array<u32>', access: 'write' },
      ...(weighted
        ? [{ as: 'classWeights', buffer: COMMON.classWeights, type: 'array<f32>', access: 'read' } as const]
        : []),
    ],
    code: `${STATE_STRUCT}
${entryPoint(GROUP_SIZE)}
  let image = group * ${GROUP_SIZE}u + local.x;
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
  ${weighted ? 'let weight = select(1.0, classWeights[truth], state.training == 1u);' : ''}
  var total = 0.0;
  for (var i = 0u; i < ${classes}u; i++) { total += exp(logits[first + i] - largest); }
  for (var i = 0u; i < ${classes}u; i++) {
    let share = exp(logits[first + i] - largest) / total;
    gradient[first + i] = (share - select(0.0, 1.0, i == truth)) / f32(state.count)${weighted ? ' * weight' : ''};
  }
  losses[image] = ${weighted ? 'weight * ' : ''}(log(total) + largest - logits[first + truth]);
  predictions[image] = predicted;
}
`,
    workgroups: spreadWorkgroups(Math.ceil(batchSize / GROUP_SIZE)),
    flops: 0,
  }
}

/** Adds up the batch's loss and right answers into the ring, and moves the state on to the next batch. One workgroup. */
export function finishStep(batchSize: number): Operation {
  return {
    name: 'metrics and next batch',
    layer: 'step',
    bindings: [
      { ...state, access: 'write' },
      { as: 'order', buffer: COMMON.order, type: 'array<u32>', access: 'read' },
      { as: 'labels', buffer: COMMON.labels, type: 'array<u32>', access: 'read' },
      { as: 'losses', buffer: COMMON.losses, type: 'array<f32>', access: 'read' },
      { as: 'predictions', buffer: COMMON.predictions, type: 'array<u32>', access: 'read' },
      { as: 'ring', buffer: COMMON.ring, type: 'array<vec2f>', access: 'write' },
    ],
    code: `${STATE_STRUCT}
var<workgroup> parts: array<vec2f, ${GROUP_SIZE}>;
${entryPoint(GROUP_SIZE)}
  let count = state.count;
  var sum = vec2f();
  for (var image = group + local.x; image < count; image += ${GROUP_SIZE}u) {
    let right = predictions[image] == labels[order[state.offset + image]];
    sum += vec2f(losses[image], select(0.0, 1.0, right));
  }
  parts[local.x] = sum;
  workgroupBarrier();
  if (local.x != 0u) { return; }
  var total = vec2f();
  for (var i = 0u; i < ${GROUP_SIZE}u; i++) { total += parts[i]; }
  ring[state.written % ${RING_STEPS}u] = vec2f(total.x / f32(count), total.y);
  state.step += 1u;
  state.written += 1u;
  state.offset += count;
  state.count = min(${batchSize}u, state.length - state.offset);
  // 1 - beta^(t + 1) from 1 - beta^t: the power itself would lose all its digits to the 1.
  state.correction1 = ${float(1 - ADAM.beta1)} + ${float(ADAM.beta1)} * state.correction1;
  state.correction2 = ${float(1 - ADAM.beta2)} + ${float(ADAM.beta2)} * state.correction2;
}
`,
    workgroups: [1, 1],
    flops: 0,
  }
}
