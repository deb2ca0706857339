/** Whether a run goes on or comes back from its checkpoint, in words. */
import type { ResumableRun } from '../../engine/protocol/resume'
import type { ListedRun } from '../../runs/record'
import { formatBytes, formatCount } from '../../ui/format'

export interface Return {
  /** `Resume run 3` where it goes on, `Bring back run 3` where it had finished. */
  readonly name: string
  /** From where, and what the checkpoint takes. */
  readonly description?: string
  /** Why it can't be done. */
  readonly obstacle?: string
}

/**
 * Nothing for a run that is being trained, or that can't be read. @param resumable absent where it has no checkpoint.
 */
export function describeReturn(run: ListedRun, resumable: ResumableRun | undefined): Return | undefined {
  if (!('summary' in run) || run.state === 'running') return undefined
  const { number, state, summary } = run
  const name = `${state === 'finished' ? 'Bring back' : 'Resume'} run ${number}`
  if (!resumable) return { name, obstacle: whyNoCheckpoint(run.state, summary.origin !== undefined) }
  if ('problem' in resumable) return { name, obstacle: resumable.problem }
  const { place, bytes } = resumable
  const { epoch, step, steps } = place
  return {
    name,
    description: `${name} from epoch ${formatCount(epoch)}, step ${formatCount(step)} of ${formatCount(steps)} (${formatBytes(bytes)})`,
  }
}

function whyNoCheckpoint(state: string, isFromElsewhere: boolean): string {
  if (isFromElsewhere) return 'It came from a project file, which has no checkpoints.'
  if (state === 'interrupted')
    return 'No checkpoint of it is kept: it was cut off before its first one, or its checkpoints were deleted.'
  return 'No checkpoint of it is kept: of the runs that have ended, only the newest keep theirs, three at most.'
}
