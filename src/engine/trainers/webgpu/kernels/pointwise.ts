/** A function of one value at a time, four values an invocation where they come in fours. */
import { COMMON } from '../../plan/buffers'
import type { PointwiseForward } from '../../plan/operations/pointwise'
import type { Kernel } from '../kernel'
import { entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { activationFunction } from './activations'

const GROUP_SIZE = 64

export function pointwiseForward({ activation, batchSize, values, input, output }: PointwiseForward): Kernel {
  const width = values % 4 === 0 ? 4 : 1
  const type = width === 4 ? 'array<vec4f>' : 'array<f32>'
  const steps = values / width
  const lanes = ['x', 'y', 'z', 'w'].map((lane) => `activate(value.${lane})`).join(', ')
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'input', buffer: input, type, access: 'read' },
      { as: 'output', buffer: output, type, access: 'write' },
    ],
    code: `${STATE_STRUCT}${activationFunction(activation)}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${steps}u) { return; }
  let value = input[at];
  output[at] = ${width === 4 ? `vec4f(${lanes})` : 'activate(value)'};
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * steps) / GROUP_SIZE)),
  }
}
