/** What is said of a sweep of learning rates. */
import type { RateSweep } from '../../engine/protocol/rateFinder'
import type { Recipe } from '../../model/training/recipe'
import { sayRate } from '../../model/training/sayRate'
import { findSchedule } from '../../model/training/schedules/schedules'
import { SWEEP } from '../../model/training/rateFinder'
import { formatAmount, formatSeconds } from '../../ui/format'

/** How many steps there were, and why no more. */
export function describeSweep({ points, planned, ended, seconds }: RateSweep): string {
  const done = `${formatAmount(points.rates.length, 'step')} in ${formatSeconds(seconds)}`
  const fewer = planned < SWEEP.steps ? ` Only ${planned} of ${SWEEP.steps} were planned, to end within a minute.` : ''
  switch (ended) {
    case 'done':
      return `${done}.${fewer}`
    case 'diverged':
      return `${done}; there the smoothed loss was more than ${SWEEP.divergence} times its lowest.${fewer}`
    case 'notFinite':
      return `${done}; then the loss was infinite or not a number.${fewer}`
    case 'time':
      return `${done} of ${planned}; then the minute was over.${fewer}`
  }
}

/** Which field a press sets, and what it is there. */
export function sayWhichField(recipe: Recipe): string {
  const now = Number.isFinite(recipe.learningRate) ? `, which is ${sayRate(recipe.learningRate)} now` : ''
  const field = `It is set as the recipe’s Learning rate${now}. Undo takes it back.`
  const schedule = findSchedule(recipe)
  if (!schedule) return field
  if (schedule.name === 'oneCycle') return `${field} One cycle rises to that rate: it is the largest of the run.`
  return `${field} The schedule “${schedule.label}” goes on from it.`
}
