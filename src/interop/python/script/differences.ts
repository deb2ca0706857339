/** What a script does otherwise than Strata, whichever library it is for. */
import { isAugmenting } from '../../../model/training/augmentation'
import type { Plan } from '../../target'
import { undecided } from '../../undecided'
import { filesOf } from './settingsCode'

const DRAWN_LAYERS: ReadonlySet<string> = new Set(['Dropout', 'SpatialDropout2D', 'GaussianDropout', 'GaussianNoise'])

/** @param library as people call it. */
export function scriptDifferences({ stack, recipe, dataset }: Plan, library: string): readonly string[] {
  const differences: string[] = []
  if (dataset && filesOf(dataset).images === undefined)
    differences.push(
      'The script reads a zip or a folder of image files, with a CSV or one folder a class: bring the data into that form for it.',
    )
  differences.push(
    ...undecided(dataset),
    'The script brings images of another size to the model’s by Pillow, whose pixels are not to the byte those of Strata.',
  )
  if (stack.layers.some(({ className }) => DRAWN_LAYERS.has(className)))
    differences.push(
      `Dropout and noise are drawn by ${library}, so a run there comes to other weights than one here, as another seed would.`,
    )
  if (stack.layers.some(({ args }) => Object.entries(args).some(([name, value]) => /L[12]$/.test(name) && value !== 0)))
    differences.push(
      'The losses that the script tells have the penalties of L1 and L2 in them; those here are without. Both train by them.',
    )
  if (isAugmenting(recipe.augmentation))
    differences.push(
      `Images are augmented by ${library}: by the same kinds and ranges, with other draws, and one change after the other where Strata makes them in one go.`,
    )
  return differences
}
