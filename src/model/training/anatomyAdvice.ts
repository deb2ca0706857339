/** What a look inside the model adds to the advice on a run: why it can't learn. */
import type { Anatomy } from '../anatomy/anatomy'
import { findGradientTrouble, findSilentLayer, saySilence } from '../anatomy/judge'
import { smallerRate, type RunAdvice } from './advice'
import type { Recipe } from './recipe'

/** Undefined where nothing keeps the model from learning. */
export function adviseOnAnatomy(anatomy: Anatomy, recipe: Recipe): RunAdvice | undefined {
  const silent = findSilentLayer(anatomy)
  if (silent) {
    const message = `${saySilence(silent, anatomy.images)} Nothing comes through the layer, so those before it learn nothing.`
    return { message, fix: smallerRate(recipe) }
  }
  const trouble = findGradientTrouble(anatomy)
  return trouble?.kind === 'lost' ? { message: trouble.message, fix: smallerRate(recipe) } : undefined
}
