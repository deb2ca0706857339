/** The runs that the browser keeps, as far as the page has read them. */
import type { RunList } from '../../engine/protocol/history'

export interface RunsPart {
  /** Absent until the view of runs asks for it. */
  readonly list: RunList | undefined
  /** What could not be done with kept runs: one sentence. */
  readonly trouble: string | undefined
  /** Why a run is not kept: one sentence. */
  readonly recordTrouble: string | undefined
  /** The runs that were deleted last, which can come back at a press. */
  readonly deleted: readonly number[]
  /** Whether the weights of runs are kept from now on. */
  readonly keepsWeights: boolean
  /** The k of hits at k, in every figure. */
  readonly hitsAt: number
}

export function emptyRuns(): RunsPart {
  return { list: undefined, trouble: undefined, recordTrouble: undefined, deleted: [], keepsWeights: false, hitsAt: 3 }
}
