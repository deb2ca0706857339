/**
 * How the activation of a layer with weights is lowered: into the layer's own operation, or, for softmax and its logarithm, as an operation
 * behind it.
 */
import { isRowActivation, type Activation } from '../../../../model/layers/activations'
import { sizeOf, type Shape } from '../../../../model/layers/define'
import { keepsSum, type PointwiseActivation } from '../activations'
import { targetOf, type PlanBuilder, type Value } from './builder'

/** The part of an activation that the layer's own operation computes. */
export function pointwiseOf(activation: Activation): PointwiseActivation {
  return isRowActivation(activation) ? 'linear' : activation
}

/**
 * The output of a layer with a pointwise activation. `sums` is the buffer of the sums before it; empty when nothing needs them.
 *
 * @param options `trained`: whether the layer has weights, or passes a gradient on. `derived`: whether whoever makes the gradient multiplies it
 *   by the activation's derivative.
 */
export function activatedValue(
  plan: PlanBuilder,
  name: string,
  shape: Shape,
  activation: PointwiseActivation,
  { trained = true, derived = true }: { readonly trained?: boolean; readonly derived?: boolean } = {},
): { readonly output: Value; readonly sums: string } {
  const sums = keepsSum(activation) ? plan.transient(`${name} sums`, plan.batchSize * sizeOf(shape)) : ''
  const kept = { buffer: sums || `${name} output`, activation }
  return { output: plan.value(name, shape, { trained, kept: derived ? kept : undefined }), sums }
}

/** Adds softmax or its logarithm, along the last axis, behind a layer that has it. */
export function withRowActivation(plan: PlanBuilder, layer: string, activation: Activation, input: Value): Value {
  if (!isRowActivation(activation)) return input
  const target = targetOf(input)
  const output = plan.value(`${layer} ${activation}`, input.shape, { trained: target !== undefined })
  const length = input.shape.at(-1) ?? 1
  const common = { layer, activation, batchSize: plan.batchSize, rows: sizeOf(input.shape) / length, length }
  plan.addForward({ kind: 'softmaxForward', ...common, input: input.buffer, output: output.buffer })
  if (target) {
    plan.addBackward({
      kind: 'softmaxInputGradient',
      ...common,
      output: output.buffer,
      source: output.gradient ?? '',
      ...target,
    })
  }
  return output
}
