/** The last sweep of learning rates, or the one that goes on. */
import type { RateSweep } from '../../engine/protocol/rateFinder'
import type { SweepPoints } from '../../model/training/rateFinder'

export interface RateFinderPart {
  readonly searching: boolean
  /** What the sweep has so far; undefined until its first step. */
  readonly soFar: { readonly points: SweepPoints; readonly planned: number } | undefined
  /** A sweep that has ended by itself. */
  readonly sweep: RateSweep | undefined
  /** Why there is none: one sentence. */
  readonly trouble: string | undefined
}

export function emptyRateFinder(): RateFinderPart {
  return { searching: false, soFar: undefined, sweep: undefined, trouble: undefined }
}
