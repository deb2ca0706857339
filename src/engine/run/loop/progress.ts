/** How far a run is, how fast, and what is left of it. */
import type { RunProgress } from '../../protocol/run'
import type { LoopEvent, Loop } from './loop'

/** The time between two reports. */
const TELL_MILLISECONDS = 100

export function isTimeToTell({ told }: Loop): boolean {
  return performance.now() - told >= TELL_MILLISECONDS
}

export function tellProgress(loop: Loop, phase: RunProgress['phase']): LoopEvent {
  loop.told = performance.now()
  const { epochs } = loop.run.recipe
  const epoch = Math.min(loop.epoch, epochs)
  const step = loop.epoch > epochs ? loop.steps : loop.soFar.steps
  const place = { type: 'progress', phase, epoch, epochs, step, steps: loop.steps } as const
  const perImage = loop.pace.imageMilliseconds
  if (perImage === undefined) return { ...place, imagesPerSecond: 0 }
  return { ...place, imagesPerSecond: 1000 / perImage, secondsLeft: millisecondsLeft(loop, place, perImage) / 1000 }
}

function millisecondsLeft(
  { run, evaluationPace }: Loop,
  { phase, epoch, epochs, step }: Pick<RunProgress, 'phase' | 'epoch' | 'epochs' | 'step'>,
  perImage: number,
): number {
  const { train, validation, test } = run.examples
  const epochsLeft = epochs - epoch
  const trainingLeft = epochsLeft * train.length + Math.max(0, train.length - step * run.recipe.batchSize)
  const looksLeft = epochsLeft + (phase === 'training' || phase === 'watching' ? 1 : 0)
  const evaluationsLeft = looksLeft * validation.length + test.length
  // A training step is a forward pass, like an evaluation, and a backward pass that costs about two of them.
  return trainingLeft * perImage + evaluationsLeft * (evaluationPace.imageMilliseconds ?? perImage / 3)
}
