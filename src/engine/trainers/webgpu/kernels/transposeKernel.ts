/** A copy of a kernel with inputs and outputs swapped, so that input gradients read neighbouring values in neighbouring invocations. */
import { COMMON } from '../../plan/buffers'
import type { TransposeKernel } from '../../plan/operations/transposeKernel'
import type { Kernel } from '../kernel'
import { entryPoint, spreadWorkgroups } from '../wgsl'

const GROUP_SIZE = 64

export function transposeKernel(spec: TransposeKernel): Kernel {
  const { taps, inputs, outputs, turned, kernelOffset, transposed } = spec
  const length = taps * inputs * outputs
  return {
    bindings: [
      { as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'read' },
      { as: 'transposed', buffer: transposed, type: 'array<f32>', access: 'write' },
    ],
    code: `${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= ${length}u) { return; }
  let output = (at / ${inputs}u) % ${outputs}u;
  let tap = at / ${inputs * outputs}u;
  transposed[at] = weights[${kernelOffset}u + (${turned ? `(${taps - 1}u - tap)` : 'tap'} * ${inputs}u + at % ${inputs}u) * ${outputs}u + output];
}
`,
    workgroups: spreadWorkgroups(Math.ceil(length / GROUP_SIZE)),
  }
}
