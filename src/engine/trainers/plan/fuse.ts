/**
 * From a plan to one of fewer operations, for a trainer that waits for each operation's launch. A fusion is one file in `fusions/`, and one
 * line here.
 */
import { denseLoss } from './fusions/denseLoss'
import { filterGradientsBelow } from './fusions/filterGradientsBelow'
import { keptTransposes } from './fusions/keptTransposes'
import { metrics } from './fusions/metrics'
import { meantBy } from './memory'
import { buffersOf } from './operation'
import type { Fusion, FusedPlan, Plan } from './plan'

/** In the order in which they are tried. */
export const FUSIONS: readonly Fusion[] = [metrics, denseLoss, keptTransposes, filterGradientsBelow]

export function fuse(plan: Plan, fusions: readonly Fusion[] = FUSIONS): FusedPlan {
  const fused = fusions.reduce<FusedPlan>((each, fusion) => fusion(each), { ...plan, classification: plan.forward })
  return withoutUnused(fused)
}

/** Without transient buffers that no operation touches any more. */
function withoutUnused(plan: FusedPlan): FusedPlan {
  const { buffers, aliases, forward, backward, classification } = plan
  const used = new Set(
    [...forward, ...backward, ...classification].flatMap(buffersOf).map((name) => meantBy(name, aliases)),
  )
  return { ...plan, buffers: buffers.filter(({ name, transient }) => !transient || used.has(meantBy(name, aliases))) }
}
