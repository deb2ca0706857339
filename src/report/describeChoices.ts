/** What a person decided about images, in sentences. */
import { withoutBidiControls } from '../common/text'
import type { DataChoices } from '../model/dataChoices'
import { formatAmount, formatPercent, isolate } from '../ui/format'

export function describeChoices({ splitting, excluded, relabelled, merged }: DataChoices): readonly string[] {
  return [
    splitting.kind === 'asRead'
      ? 'Splits are as the files say, or as they were drawn where the files are silent.'
      : `Splits are drawn at random with the seed ${splitting.seed}, of every class alike: ${formatPercent(splitting.train, 0)} train, ${formatPercent(splitting.validation, 0)} validation, ${formatPercent(splitting.test, 0)} test.`,
    excluded.length === 0
      ? 'No image was taken out.'
      : `${formatAmount(excluded.length, 'image')} ${areOrIs(excluded.length)} taken out.`,
    relabelled.length === 0
      ? 'No label was corrected.'
      : `${formatAmount(relabelled.length, 'label')} ${areOrIs(relabelled.length)} corrected.`,
    merged.length === 0
      ? 'No classes were merged.'
      : `Classes were merged: ${merged.map(({ from, to }) => `${nameOf(from)} into ${nameOf(to)}`).join(', ')}.`,
  ]
}

function areOrIs(count: number): string {
  return count === 1 ? 'was' : 'were'
}

function nameOf(name: string): string {
  return isolate(withoutBidiControls(name))
}
