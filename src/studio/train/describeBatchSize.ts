/** Says that a batch size was taken for the data at hand, where nobody chose it. */
import type { TrainingFacts } from '../../model/training/section'
import { fitBatchSize } from '../../model/training/followBatchSize'
import { countTrained, type Recipe } from '../../model/training/recipe'
import { formatAmount, formatCount } from '../../ui/format'

/** One sentence, or nothing where it is the usual one, or one that a person set. `usual` is the template's. */
export function describeBatchSize(recipe: Recipe, usual: number, facts: TrainingFacts): string | undefined {
  const images = countTrained(recipe, facts)
  if (recipe.batchSize === usual || recipe.batchSize !== fitBatchSize(usual, images)) return undefined
  return `The batch size follows the data: ${formatCount(recipe.batchSize)}, since the usual ${formatCount(usual)} is more than the ${formatAmount(images, 'image')} to train on.`
}
