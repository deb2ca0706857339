/** Softmax along the last axis, forward and backward, where it is an activation within the stack: at the end, the loss takes it in. */
import { COMMON } from '../../plan/buffers'
import type { SoftmaxForward, SoftmaxInputGradient } from '../../plan/operations/softmax'
import type { Kernel } from '../kernel'
import { entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'

const GROUP_SIZE = 64

export function softmaxForward({ batchSize, rows, length, input, output }: SoftmaxForward): Kernel {
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'input', buffer: input, type: 'array<f32>', access: 'read' },
      { as: 'output', buffer: output, type: 'array<f32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}
${entryPoint(GROUP_SIZE)}
  let row = group * ${GROUP_SIZE}u + local.x;
  if (row >= state.count * ${rows}u) { return; }
  let first = row * ${length}u;
  var largest = input[first];
  for (var i = 1u; i < ${length}u; i++) { largest = max(largest, input[first + i]); }
  var total = 0.0;
  for (var i = 0u; i < ${length}u; i++) { total += exp(input[first + i] - largest); }
  for (var i = 0u; i < ${length}u; i++) { output[first + i] = exp(input[first + i] - largest) / total; }
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * rows) / GROUP_SIZE)),
  }
}

export function softmaxInputGradient(spec: SoftmaxInputGradient): Kernel {
  const { batchSize, rows, length, output, source, gradient } = spec
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'output', buffer: output, type: 'array<f32>', access: 'read' },
      { as: 'source', buffer: source, type: 'array<f32>', access: 'read' },
      { as: 'gradient', buffer: gradient, type: 'array<f32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}
${entryPoint(GROUP_SIZE)}
  let row = group * ${GROUP_SIZE}u + local.x;
  if (row >= state.count * ${rows}u) { return; }
  let first = row * ${length}u;
  var mean = 0.0;
  for (var i = 0u; i < ${length}u; i++) { mean += output[first + i] * source[first + i]; }
  for (var i = 0u; i < ${length}u; i++) { gradient[first + i] = output[first + i] * (source[first + i] - mean); }
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * rows) / GROUP_SIZE)),
  }
}
