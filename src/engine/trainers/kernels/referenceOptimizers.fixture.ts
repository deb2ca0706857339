/** One weight's updates in float64, from Keras 3's definitions. */
import type { Recipe } from '../../../model/training/recipe'

/** The weight after each of its gradients. */
export function updatesOf(
  { optimizer, learningRate, momentum }: Pick<Recipe, 'optimizer' | 'learningRate' | 'momentum'>,
  start: number,
  gradients: readonly number[],
): readonly number[] {
  let weight = start
  let m = 0
  let v = 0
  return gradients.map((g, index) => {
    const t = index + 1
    if (optimizer === 'adam') {
      m += (g - m) * (1 - 0.9)
      v += (g * g - v) * (1 - 0.999)
      const alpha = (learningRate * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t)
      weight -= (alpha * m) / (Math.sqrt(v) + 1e-7)
    } else if (optimizer === 'rmsprop') {
      v = 0.9 * v + 0.1 * g * g
      weight -= (learningRate * g) / Math.sqrt(v + 1e-7)
    } else {
      m = momentum * m - learningRate * g
      weight += m
    }
    return weight
  })
}
