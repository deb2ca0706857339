/** Which checkpoints stay: those of runs that were cut off, and of the newest few that have ended. */
import type { HeldCheckpoints } from '../history/heldCheckpoints'
import type { HeldHistory } from '../history/heldHistory'
import { readBrief } from './keptCheckpoint'

/** Runs that have ended, and may go on after a reload. */
const ENDED_RUNS = 3
const ENDED_BYTES = 256 * 2 ** 20

/**
 * Takes away the checkpoints of runs that are no longer kept, and of all but the newest few that have ended. Those that somebody is at work on
 * stay as they are.
 * @param how `keepsEnded` false: none of a run that has ended stays, `except` one.
 */
export async function pruneCheckpoints(
  checkpoints: HeldCheckpoints,
  history: HeldHistory,
  { keepsEnded, except }: { readonly keepsEnded: boolean; readonly except?: number },
): Promise<void> {
  const found = await checkpoints.ask((store) => store.list())
  if (found.length === 0) return
  const held = await history.held()
  const kept = new Map((await history.ask((all) => all.list())).map((run) => [run.number, run]))
  let runs = 0
  let bytes = 0
  for (const each of found.toSorted((one, other) => other.run - one.run)) {
    if (held.has(each.run) || each.run === except) continue
    const summary = kept.get(each.run)?.summary
    const brief = 'brief' in each ? readBrief(each.brief) : undefined
    const isOrphan = !summary || ('value' in summary && brief && summary.value.started !== brief.started)
    const hasEnded = summary && 'value' in summary && summary.value.state !== 'running'
    if (hasEnded && !isOrphan) {
      runs++
      bytes += each.bytes
    }
    const isTooMuch = hasEnded && (!keepsEnded || runs > ENDED_RUNS || bytes > ENDED_BYTES)
    if (isOrphan || isTooMuch) await removeCheckpoints(checkpoints, history, each.run)
  }
}

/** Takes all of a run away, unless somebody is at work on it. Nobody can go on with the run meanwhile. */
export async function removeCheckpoints(
  checkpoints: HeldCheckpoints,
  history: HeldHistory,
  run: number,
): Promise<void> {
  const release = await history.tryHold(run)
  if (!release) return
  try {
    await checkpoints.ask((store) => store.remove(run))
  } finally {
    release()
  }
}
