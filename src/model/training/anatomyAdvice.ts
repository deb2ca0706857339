/** What a look inside the model adds to the advice on a run: why it can't learn. */
import type { Anatomy } from '../anatomy/anatomy'
import { findGradientTrouble, findSilentLayer, saySilence } from '../anatomy/judge'
import { smallerRate, type RunAdvice } from './advice'
import type { Recipe } from './recipe'

/** Undefined where nothing keeps the model from learning. */
export function adviseOnAnatomy(anatomy: Anatomy, recipe: Recipe): RunAdvice | undefined {
  const silent = findSilentLayer(anatomy)
  if (silent) {
    // A shortcut may lead around it.
    const follows =
      silent.silence?.how === 'saturated'
        ? 'Next to no gradient comes through the layer: what leads to it alone hardly learns.'
        : 'Nothing comes through the layer: what leads to it alone learns nothing.'
    return { message: `${saySilence(silent, anatomy.images)} ${follows}`, fix: smallerRate(recipe) }
  }
  const trouble = findGradientTrouble(anatomy)
  return trouble?.kind === 'lost' ? { message: trouble.message, fix: smallerRate(recipe) } : undefined
}
