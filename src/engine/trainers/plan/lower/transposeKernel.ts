/** A kernel with its inputs and outputs swapped, in a buffer of its own. */
import type { Operation } from '../operation'
import type { PlanBuilder } from './builder'

/** @returns the operation, not yet in the plan. Its `transposed` is the buffer. */
export function transposeKernel(
  plan: PlanBuilder,
  spec: Omit<Operation<'transposeKernel'>, 'kind' | 'transposed'>,
): Operation<'transposeKernel'> {
  const { layer, taps, inputs, outputs } = spec
  const transposed = plan.transient(`${layer} transposed kernel`, taps * inputs * outputs)
  return { kind: 'transposeKernel', ...spec, transposed }
}
