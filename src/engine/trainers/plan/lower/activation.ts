/** How the activation of Conv2D and Dense is lowered: into the layer's own operation, or, for softmax, as an operation behind it. */
import type { Activation } from '../../../../model/layers/activations'
import { sizeOf, type Shape } from '../../../../model/layers/define'
import { keepsSum, type PointwiseActivation } from '../activations'
import type { PlanBuilder, Value } from './builder'

/** The part of an activation that the layer's own operation computes. */
export function pointwiseOf(activation: Activation): PointwiseActivation {
  return activation === 'softmax' ? 'linear' : activation
}

/**
 * The output of a layer with weights and a pointwise activation. `sums` is the buffer of the sums before it; empty when nothing needs them.
 */
export function activatedValue(
  plan: PlanBuilder,
  name: string,
  shape: Shape,
  activation: PointwiseActivation,
): { readonly output: Value; readonly sums: string } {
  const sums = keepsSum(activation) ? plan.transient(`${name} sums`, plan.batchSize * sizeOf(shape)) : ''
  const kept = { buffer: sums || `${name} output`, activation }
  return { output: plan.value(name, shape, { trained: true, kept }), sums }
}

/** Adds softmax behind a layer that has it, along the last axis. */
export function withSoftmax(plan: PlanBuilder, layer: string, activation: Activation, input: Value): Value {
  if (activation !== 'softmax' || input.gradient === undefined) return input
  const output = plan.value(`${layer} softmax`, input.shape, { trained: true })
  const length = input.shape.at(-1) ?? 1
  const common = { layer, batchSize: plan.batchSize, rows: sizeOf(input.shape) / length, length }
  plan.addForward({ kind: 'softmaxForward', ...common, input: input.buffer, output: output.buffer })
  plan.addBackward({
    kind: 'softmaxInputGradient',
    ...common,
    output: output.buffer,
    source: output.gradient ?? '',
    gradient: input.gradient,
  })
  return output
}
