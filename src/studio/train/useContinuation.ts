import { whyNotContinue } from '../../model/continuation'
import { useDocument, useSession } from '../../store/hooks'
import { formatCount } from '../../ui/format'

export interface Continuation {
  /** What keeps the run from going on: one sentence. */
  readonly obstacle: string | undefined
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
  return {
    obstacle: isWhole ? `To continue the run, enter more epochs than ${formatCount(place.epoch)}.` : undefined,
  }
}
