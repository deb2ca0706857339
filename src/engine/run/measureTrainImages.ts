/** What a recipe takes from the images that are trained on: how bytes become numbers, and how much each class counts. */
import type { Dataset } from '../../data/dataset'
import { balancedWeights } from '../../model/training/classWeights'
import { countBytes, noBytes, rescaling, standardising, type Normalisation } from '../../model/training/normalisation'
import type { Recipe } from '../../model/training/recipe'
import { breathe } from '../../common/breathe'
import type { Examples } from './loop/examples'

/** Bytes that are counted between two looks at the signal: some milliseconds' worth. */
const PORTION = 8 * 2 ** 20

/**
 * @param rows those trained on.
 * @throws the signal's reason.
 */
export async function normalisationOf(
  { normalisation }: Pick<Recipe, 'normalisation'>,
  { pixels, height, width, channels }: Pick<Dataset, 'pixels' | 'height' | 'width' | 'channels'>,
  rows: Uint32Array,
  signal: AbortSignal,
): Promise<Normalisation> {
  if (normalisation === 'rescale') return rescaling(channels)
  const counts = noBytes(channels)
  const size = height * width * channels
  const portion = Math.max(1, Math.floor(PORTION / size))
  for (let at = 0; at < rows.length; at += portion) {
    countBytes(counts, pixels, size, rows.subarray(at, at + portion))
    await breathe()
    signal.throwIfAborted()
  }
  return standardising(counts)
}

/** One weight a class; absent when all images count alike. */
export function classWeightsOf(
  { classWeight }: Pick<Recipe, 'classWeight'>,
  { labels, classes, train }: Pick<Examples, 'labels' | 'classes' | 'train'>,
): { readonly classWeights?: readonly number[] } {
  if (classWeight === 'none') return {}
  const trainPerClass = classes.map(() => 0)
  for (const row of train) trainPerClass[labels[row]!]! += 1
  return { classWeights: balancedWeights(trainPerClass) }
}
