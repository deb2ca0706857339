import { whyNotContinue } from '../../model/continuation'
import { useDocument, useSession } from '../../store/hooks'
import { spansRun } from '../../model/training/schedules/schedules'
import type { RunState } from '../../store/session/runPart'
import { formatCount } from '../../ui/format'

export interface Continuation {
  /** What keeps the run from going on: one sentence. */
  readonly obstacle: string | undefined
  /** What it goes on from, where that can't be taken for granted: one sentence. */
  readonly note?: string | undefined
}

/** The way on of the run that ended; nothing where there is none. */
export function useContinuation(): Continuation | undefined {
  const { stack, recipe, data: choices } = useDocument((document) => document)
  const run = useSession((session) => session.run.state)
  const model = useSession((session) => session.model.current)
  const trainedOn = useSession((session) => session.run.data)
  const place = 'place' in run ? run.place : undefined
  if (!place || !model?.recipe) return undefined
  const trained = { stack: model.stack, recipe: model.recipe, choices: trainedOn }
  const obstacle = whyNotContinue(trained, place.epoch, { stack, recipe, choices })
  if (obstacle !== undefined) return { obstacle }
  const isWhole = run.status === 'done' && run.ending === 'finished' && place.epoch === recipe.epochs
  if (!isWhole) return { obstacle: undefined, note: describeBeginning(run, place.epoch) }
  return {
    obstacle: spansRun(recipe)
      ? 'The schedule of the run has come to its end: start a new run.'
      : `To continue the run, enter more epochs than ${formatCount(place.epoch)}.`,
  }
}

function describeBeginning(run: RunState, reached: number): string | undefined {
  if (run.status !== 'done') return undefined
  const { early, restored, weightsOf } = run
  if (restored !== undefined)
    return `Continue goes on from the weights of epoch ${formatCount(restored)}, and its callbacks begin anew.`
  if (early !== undefined) return 'Continue goes on from the last epoch, and its callbacks begin anew.'
  if (weightsOf !== undefined)
    return `Continue goes on from epoch ${formatCount(reached)}; the model is that of epoch ${formatCount(weightsOf)}.`
  return undefined
}
