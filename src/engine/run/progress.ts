/** How far a run is, how fast, and what is left of it. */
import type { RunProgress } from '../protocol/run'
import type { LoopEvent, LoopState } from './loopState'

/** Between two tellings. */
const TELL_MILLISECONDS = 100

export function isTimeToTell({ told }: LoopState): boolean {
  return performance.now() - told >= TELL_MILLISECONDS
}

export function tellProgress(state: LoopState, phase: RunProgress['phase']): LoopEvent {
  state.told = performance.now()
  const { epochs } = state.run.recipe
  const epoch = Math.min(state.epoch, epochs)
  const step = state.epoch > epochs ? state.steps : state.soFar.steps
  const place = { type: 'progress', phase, epoch, epochs, step, steps: state.steps } as const
  const perImage = state.pace.imageMilliseconds
  if (perImage === undefined) return { ...place, imagesPerSecond: 0 }
  return { ...place, imagesPerSecond: 1000 / perImage, secondsLeft: millisecondsLeft(state, place, perImage) / 1000 }
}

function millisecondsLeft(
  { run, evaluationPace }: LoopState,
  { phase, epoch, epochs, step }: Pick<RunProgress, 'phase' | 'epoch' | 'epochs' | 'step'>,
  perImage: number,
): number {
  const { train, validation, test } = run.examples
  const epochsLeft = epochs - epoch
  const trainingLeft = epochsLeft * train.length + Math.max(0, train.length - step * run.recipe.batchSize)
  const looksLeft = epochsLeft + (phase === 'training' ? 1 : 0)
  const evaluationsLeft = looksLeft * validation.length + test.length
  // Training takes the forward pass that an evaluation is, and a backward pass of about two of them.
  return trainingLeft * perImage + evaluationsLeft * (evaluationPace.each ?? perImage / 3)
}
