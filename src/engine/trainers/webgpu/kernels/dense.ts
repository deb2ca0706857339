/** Dense, forward and the input's gradient: products with the kernel and with its transpose. `filterGradient` makes the kernel's own. */
import { keepsSum } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import type { DenseForward, DenseInputGradient } from '../../plan/operations/dense'
import type { Kernel } from '../kernel'
import { activationFunction, derivativeFunction } from './activations'
import { multiply } from './multiply'

export function denseForward(spec: DenseForward): Kernel {
  const { batchSize, inputs, units, activation, input, kernelOffset, biasOffset, output, sums } = spec
  const withSums = keepsSum(activation)
  return multiply({
    batchSize,
    inner: inputs,
    columns: units,
    left: input,
    right: { buffer: COMMON.weights, offset: kernelOffset },
    bindings: [
      { as: 'output', buffer: output, type: 'array<f32>', access: 'write' },
      ...(withSums ? [{ as: 'sums', buffer: sums, type: 'array<f32>', access: 'write' } as const] : []),
    ],
    functions: activationFunction(activation),
    finish: `let z = sum${biasOffset === undefined ? '' : ` + right[${biasOffset}u + column]`};
output[row * ${units}u + column] = activate(z);
${withSums ? `sums[row * ${units}u + column] = z;` : ''}`,
  })
}

export function denseInputGradient(spec: DenseInputGradient): Kernel {
  const { batchSize, inputs, units, source, kernel, gradient, kept } = spec
  return multiply({
    batchSize,
    inner: units,
    columns: inputs,
    left: source,
    right: { buffer: kernel, offset: 0 },
    bindings: [
      ...(kept ? [{ as: 'kept', buffer: kept.buffer, type: 'array<f32>', access: 'read' } as const] : []),
      { as: 'gradient', buffer: gradient, type: 'array<f32>', access: 'write' },
    ],
    functions: kept ? derivativeFunction(kept.activation) : '',
    finish: `let at = row * ${inputs}u + column;
gradient[at] = sum${kept ? ' * derivative(kept[at])' : ''};`,
  })
}
