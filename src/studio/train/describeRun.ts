/** A run in words and as a share, for the status line and the progress bar. */
import { isTraining, type RunState } from '../../store/session/runPart'
import type { RunProgress } from '../../engine/protocol/run'
import { formatCount, formatSeconds } from '../../ui/format'

export interface RunDescription {
  readonly headline: string
  /** Figures that change all the time. */
  readonly figures: readonly string[]
  readonly failed?: true
}

const PHASES = { training: undefined, watching: 'looking inside', validating: 'validating', testing: 'testing' }

export function describeRun(run: RunState): RunDescription {
  switch (run.status) {
    case 'idle':
      return { headline: 'Not started', figures: [] }
    case 'preparing':
      return { headline: 'Preparing', figures: ['images go to the device'] }
    case 'compiling':
      return { headline: `Compiling ${formatCount(run.kernels ?? 0)} kernels`, figures: [] }
    case 'running':
      return run.progress
        ? {
            headline: nameEpoch(run.progress),
            figures: [...describePhase(run.progress), ...describeSpeed(run.progress)],
          }
        : { headline: 'Starting', figures: [] }
    case 'paused':
      return { headline: 'Paused', figures: run.progress ? [describePlace(run.progress)] : [] }
    case 'stopping':
      return { headline: 'Stopping', figures: run.progress ? [describePlace(run.progress)] : [] }
    case 'done': {
      const time = `after ${formatSeconds(run.seconds)}`
      if (run.ending === 'finished') {
        const early = run.early === undefined ? [] : [`stopped early: ${run.early}`]
        return { headline: 'Finished', figures: [time, ...early] }
      }
      return {
        headline: 'Stopped',
        figures: run.progress ? [`in ${describePlace(run.progress).toLowerCase()}`, time] : [time],
      }
    }
    case 'failed':
      return { headline: `Failed: ${run.message}`, figures: [], failed: true }
  }
}

/** How much of the run is done, 0 to 1; nothing while that can't be told. */
export function shareDone(run: RunState): number | undefined {
  if (run.status === 'done' && run.ending === 'finished') return 1
  const progress = 'progress' in run ? run.progress : undefined
  if (!progress) return isTraining(run) ? undefined : 0
  const { epoch, epochs, step, steps } = progress
  return (epoch - 1 + step / steps) / epochs
}

function nameEpoch({ epoch, epochs }: RunProgress): string {
  return `Epoch ${formatCount(epoch)} of ${formatCount(epochs)}`
}

function describePlace(progress: RunProgress): string {
  return `${nameEpoch(progress)}, step ${formatCount(progress.step)} of ${formatCount(progress.steps)}`
}

function describePhase({ phase, step, steps }: RunProgress): readonly string[] {
  return [PHASES[phase] ?? `step ${formatCount(step)} of ${formatCount(steps)}`]
}

function describeSpeed({ imagesPerSecond, secondsLeft }: RunProgress): readonly string[] {
  // The first images of a run say nothing of the pace yet.
  if (imagesPerSecond === 0) return []
  const speed = `${formatCount(imagesPerSecond)} images/s`
  if (secondsLeft === undefined) return [speed]
  return [speed, `${secondsLeft < 10 ? `${Math.ceil(secondsLeft)} s` : formatSeconds(secondsLeft)} left`]
}
