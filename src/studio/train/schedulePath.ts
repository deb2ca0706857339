/** A schedule as a small drawing: the rates of the planned run as points of a line. */
import { checkRecipe, countTrained, type Recipe } from '../../model/training/recipe'
import { ratesFrom } from '../../model/training/schedules/schedules'
import type { TrainingFacts } from '../../model/training/section'

export interface ScheduleDrawing {
  /** One a position, from 0 to 1 along the run and from 0 to 1 of the highest rate. */
  readonly points: readonly (readonly [number, number])[]
  readonly first: number
  readonly highest: number
  readonly last: number
}

/** So many positions are drawn at most. */
const MOST_POINTS = 240
/** While there are no data, an epoch is thought to have so many steps. */
const STEPS_OF_NONE = 100
/** Beyond, a run is sampled: it has no more features than that. */
const MOST_STEPS = 200_000

/** Undefined where the recipe can't be drawn: a number is left open, or wrong. */
export function drawSchedule(recipe: Recipe, facts: TrainingFacts): ScheduleDrawing | undefined {
  const wrong = new Set<string>(checkRecipe(recipe, facts).map(({ field }) => field))
  if (['epochs', 'learningRate', 'batchSize', recipe.schedule.kind].some((field) => wrong.has(field))) return undefined
  const images = countTrained(recipe, facts)
  const ofEpoch = images > 0 ? Math.ceil(images / recipe.batchSize) : STEPS_OF_NONE
  const planned = { ofEpoch, ofRun: ofEpoch * recipe.epochs }
  const drawn = Math.min(planned.ofRun, MOST_STEPS)
  const every = Math.max(1, Math.ceil(drawn / MOST_POINTS))
  const steps = Array.from({ length: Math.ceil(drawn / every) }, (_, i) => i * every)
  if (steps.at(-1) !== drawn - 1) steps.push(drawn - 1)
  const rates = steps.map((step) => ratesFrom(recipe, step, 1, planned)[0]!)
  const highest = Math.max(...rates)
  return {
    points: steps.map((step, i) => [drawn === 1 ? 0 : step / (drawn - 1), highest > 0 ? rates[i]! / highest : 0]),
    first: rates[0]!,
    highest,
    last: rates.at(-1)!,
  }
}
