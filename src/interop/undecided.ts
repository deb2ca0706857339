import { amountOf, joinWords } from '../common/text'
import type { PlanDataset } from './target'

/** What was decided here about the data, and the files don't have. */
export function undecided(dataset: PlanDataset | undefined): readonly string[] {
  const { excluded = 0, relabelled = 0, merged = 0 } = dataset?.decided ?? {}
  const parts = [
    ...(excluded > 0 ? [`${amountOf(excluded, 'image')} taken out`] : []),
    ...(relabelled > 0 ? [`${amountOf(relabelled, 'label')} corrected`] : []),
    ...(merged > 0 ? [`${amountOf(merged, 'class', 'classes')} merged into others`] : []),
  ]
  if (parts.length === 0) return []
  return [
    `The files are read there as they are, without what was decided here: ${joinWords(parts)}. Another number of images or classes makes another run.`,
  ]
}
