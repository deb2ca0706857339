/** The runs that the browser keeps, as far as the page has read them. */
import type { RunList } from '../../engine/protocol/history'
import type { ResumableRun } from '../../engine/protocol/resume'

export interface RunsPart {
  /** Absent until the view of runs asks for it. */
  readonly list: RunList | undefined
  /** What could not be done with kept runs: one sentence. */
  readonly trouble: string | undefined
  /** Why a run is not kept: one sentence. */
  readonly recordTrouble: string | undefined
  /** Runs that can go on from a checkpoint, the newest first; none until the engine was asked. */
  readonly resumable: readonly ResumableRun[]
  /**
   * When the checkpoint was written whose run was sent away last, in milliseconds since 1970: it and those before are not offered again. Numbers
   * of runs begin anew where the browser has emptied its database.
   */
  readonly declined: number
  /** The run that was on show when the engine failed, and took it along: it is offered even if it had ended. */
  readonly lost: number | undefined
  /** The run that is being brought back. */
  readonly resuming: number | undefined
  /** Why it did not come back: one sentence. */
  readonly resumeTrouble: string | undefined
  /** Whether the weights of runs are kept from now on. */
  readonly keepsWeights: boolean
  /** Whether the inside of models is watched: of a run under way from its next epoch on, and of those that begin. */
  readonly watchesInside: boolean
  /** The columns that a person chose for the table of runs, by id; undefined where they chose none. */
  readonly columns: readonly string[] | undefined
  /** The k of hits at k, in every figure. */
  readonly hitsAt: number
}

export function emptyRuns(): RunsPart {
  return {
    list: undefined,
    trouble: undefined,
    recordTrouble: undefined,
    resumable: [],
    declined: 0,
    lost: undefined,
    resuming: undefined,
    resumeTrouble: undefined,
    keepsWeights: false,
    watchesInside: false,
    columns: undefined,
    hitsAt: 3,
  }
}
