/** The gradients of gamma and beta, of either normalisation: `normalizationGradientSums`, and `sumRuns` behind more than one run. */
import type { Operation } from '../operation'
import type { NormalizationGradientSums } from '../operations/normalizationSums'
import type { PlanBuilder } from './builder'

/** @param sums the buffer of the sums over the whole batch. */
export function sumGradients(
  plan: PlanBuilder,
  sums: string,
  spec: Omit<NormalizationGradientSums, 'partials'> & { readonly layer: string },
): readonly Operation[] {
  const { layer, batchSize, runs, length } = spec
  const inParts = plan.parts === undefined ? {} : { imagesOfRun: batchSize }
  if (runs === 1) return [{ kind: 'normalizationGradientSums', ...spec, partials: sums }]
  const partials = plan.transient(`${layer} gradient runs`, runs * length)
  return [
    { kind: 'normalizationGradientSums', ...spec, partials },
    { kind: 'sumRuns', layer, runs, ...inParts, length, partials, sums },
  ]
}
