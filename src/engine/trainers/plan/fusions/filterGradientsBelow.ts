/**
 * The output gradient of a network's first convolution, where it is pooled and has a convolution behind it, is never stored: the operation that
 * would make it adds it to the gradient of the filters at once. The gradient is the largest of all, and nothing else reads it.
 */
import { meantBy } from '../memory'
import { buffersOf, type AnyOperation, type Operation } from '../operation'
import { fitsWorkgroup } from '../operations/filterGradientBelow'
import { pooledFilterGradient } from '../operations/pooledFilterGradient'
import type { FusedPlan } from '../plan'

export function filterGradientsBelow(plan: FusedPlan): FusedPlan {
  const backward: AnyOperation[] = []
  for (const operation of plan.backward) {
    const above = operation.kind === 'filterGradient' ? makerOf(plan, operation) : undefined
    const fused = operation.kind === 'filterGradient' && above ? join(above, operation) : undefined
    if (!fused || !above) {
      backward.push(operation)
      continue
    }
    // What it reads lasts until here: the operations between write the gradients of other layers.
    backward.splice(backward.indexOf(above), 1)
    backward.push(fused)
  }
  return { ...plan, backward }
}

/** The input gradient of a convolution that only this operation reads. */
function makerOf(
  { forward, backward, aliases }: FusedPlan,
  operation: Operation<'filterGradient'>,
): Operation<'conv2dInputGradient'> | undefined {
  const gradient = operation.source.buffer
  const meant = meantBy(gradient, aliases)
  const [maker, reader, ...others] = [...forward, ...backward].filter((each) =>
    buffersOf(each).some((name) => meantBy(name, aliases) === meant),
  )
  if (maker?.kind !== 'conv2dInputGradient' || maker.gradient !== gradient || reader !== operation) return undefined
  return others.length === 0 ? maker : undefined
}

/** @returns undefined where the two don't go together. */
function join(
  above: Operation<'conv2dInputGradient'>,
  operation: Operation<'filterGradient'>,
): Operation<'filterGradientBelow'> | undefined {
  const below = pooledFilterGradient(operation)
  if (!below || Math.max(...above.geometry.strides) > 1) return undefined
  const { layer, geometry, batchSize, source, kernel, kept } = above
  const fused = { layer, geometry, batchSize, source, kernel, ...(kept && { kept }), below } as const
  return fitsWorkgroup(fused) ? { kind: 'filterGradientBelow', ...fused } : undefined
}
