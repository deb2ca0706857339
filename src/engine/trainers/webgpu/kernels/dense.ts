/** Dense, forward and the input's gradient: products with the kernel and with its transpose. `filterGradient` makes the kernel's own. */
import { COMMON, type Operation } from '../plan'
import { activationFunction, derivativeFunction, keepsSum, type PointwiseActivation } from './activations'
import { multiply } from './multiply'
import type { InputGradientTarget } from './target'

export interface DenseForward {
  readonly layer: string
  readonly batchSize: number
  readonly inputs: number
  readonly units: number
  readonly activation: PointwiseActivation
  readonly input: string
  readonly kernelOffset: number
  readonly biasOffset: number
  readonly output: string
  /** Where the sums before the activation go, for the activations whose derivative needs them. */
  readonly sums: string
}

export function denseForward(spec: DenseForward): Operation {
  const { layer, batchSize, inputs, units, activation, input, kernelOffset, biasOffset, output, sums } = spec
  const withSums = keepsSum(activation)
  return {
    name: 'forward',
    layer,
    ...multiply({
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
      finish: `let z = sum + right[${biasOffset}u + column];
output[row * ${units}u + column] = activate(z);
${withSums ? `sums[row * ${units}u + column] = z;` : ''}`,
    }),
  }
}

export interface DenseInputGradient extends InputGradientTarget {
  readonly layer: string
  readonly batchSize: number
  readonly inputs: number
  readonly units: number
  /** The gradient of the sums before this layer's activation. */
  readonly source: string
  /** units x inputs, as `transposeKernel` leaves it. */
  readonly kernel: string
}

export function denseInputGradient(spec: DenseInputGradient): Operation {
  const { layer, batchSize, inputs, units, source, kernel, gradient, kept } = spec
  return {
    name: 'input gradient',
    layer,
    ...multiply({
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
    }),
  }
}
