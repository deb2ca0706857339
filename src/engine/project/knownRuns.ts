/** The runs that are here, by the ids that they have in every browser. */
import type { HeldHistory } from '../history/heldHistory'

export interface KnownRun {
  readonly number: number
  /** When its record was written last: two of one run are the same where this is. */
  readonly written: number
  readonly hasWeights: boolean
  /** It is out of sight, and can come back. */
  readonly isDeleted: boolean
}

export type KnownRuns = ReadonlyMap<string, KnownRun>

/** @throws CallFailure where the browser gives no storage for runs. */
export function findKnown(history: HeldHistory): Promise<KnownRuns> {
  return history.ask(async (kept) => {
    const runs = (await kept.list()).flatMap(({ number, summary, marks }): [string, KnownRun][] => {
      if ('problem' in summary || summary.value.id === undefined) return []
      const { id, written, weightBytes } = summary.value
      return [[id, { number, written, hasWeights: weightBytes !== undefined, isDeleted: marks.deleted !== undefined }]]
    })
    return new Map(runs)
  })
}
