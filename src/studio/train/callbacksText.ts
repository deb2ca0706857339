/** The callbacks of a recipe in a few words. */
import { CALLBACKS } from '../../model/training/callbacks/callbacks'
import type { Recipe } from '../../model/training/recipe'
import { findSchedule } from '../../model/training/schedules/schedules'

const SHORT: Readonly<Record<(typeof CALLBACKS)[number]['name'], string>> = {
  earlyStopping: 'early stopping',
  reduceLROnPlateau: 'plateau',
  modelCheckpoint: 'best model',
}

/** `off`, or what is on: `early stopping, plateau, cosine decay`. */
export function describeCallbacks(recipe: Recipe): string {
  const on = CALLBACKS.filter(({ name }) => recipe[name].on).map(({ name }) => SHORT[name])
  const schedule = findSchedule(recipe)?.label.toLowerCase()
  const all = schedule === undefined ? on : [...on, schedule]
  return all.length === 0 ? 'off' : all.join(', ')
}
