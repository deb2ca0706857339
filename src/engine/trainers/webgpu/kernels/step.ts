/** The kernels of a step behind the last layer: the loss with its gradient, and the metrics with the move to the next batch. */
import { ADAM } from '../../../../model/training/optimizers'
import { COMMON, RING_STEPS } from '../../plan/buffers'
import type { ClassificationLoss, FinishStep } from '../../plan/operations/step'
import type { Kernel } from '../kernel'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'

const GROUP_SIZE = 64
const state = { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' } as const

export function classificationLoss({ batchSize, classes, logits, gradient, weighted }: ClassificationLoss): Kernel {
  return {
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
  }
}

/** One workgroup. */
export function finishStep({ batchSize }: FinishStep): Kernel {
  return {
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
  }
}
