/**
 * A copy of a kernel (taps x inputs x outputs) with inputs and outputs swapped, so that the kernels for input gradients read neighbouring
 * values in neighbouring invocations; on demand with the taps in reverse.
 */
import { COMMON, type Operation } from '../plan'
import { entryPoint, spreadWorkgroups } from '../wgsl'

export interface TransposeKernel {
  readonly layer: string
  readonly taps: number
  readonly inputs: number
  readonly outputs: number
  readonly turned: boolean
  readonly kernelOffset: number
  /** taps x outputs x inputs. */
  readonly transposed: string
}

const GROUP_SIZE = 64

export function transposeKernel({
  layer,
  taps,
  inputs,
  outputs,
  turned,
  kernelOffset,
  transposed,
}: TransposeKernel): Operation {
  const length = taps * inputs * outputs
  return {
    name: 'transposed kernel',
    layer,
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
    flops: 0,
  }
}
