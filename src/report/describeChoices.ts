/** What a person decided about images, in sentences. */
import { withoutBidiControls } from '../common/text'
import type { DataChoices } from '../model/dataChoices'
import { formatAmount, formatPercent, isolate } from '../ui/format'

/** A sentence a decision: none where the images are as they were read. */
export function describeChoices({ splitting, excluded, relabelled, merged }: DataChoices): readonly string[] {
  const sentences: string[] = []
  if (splitting.kind === 'random') {
    const { seed, train, validation, test } = splitting
    sentences.push(
      `Splits are drawn at random with the seed ${seed}, of every class alike: ${formatPercent(train, 0)} train, ${formatPercent(validation, 0)} validation, ${formatPercent(test, 0)} test.`,
    )
  }
  if (merged.length > 0)
    sentences.push(
      `Classes are merged: ${merged.map(({ from, to }) => `${nameOf(from)} into ${nameOf(to)}`).join(', ')}.`,
    )
  if (excluded.length > 0)
    sentences.push(`${formatAmount(excluded.length, 'image')} ${excluded.length === 1 ? 'is' : 'are'} taken out.`)
  if (relabelled.length > 0)
    sentences.push(`${formatAmount(relabelled.length, 'label')} ${relabelled.length === 1 ? 'is' : 'are'} corrected.`)
  return sentences
}

/** Whether a decision is about single images, which a report does not list. */
export function namesImages({ excluded, relabelled }: DataChoices): boolean {
  return excluded.length + relabelled.length > 0
}

function nameOf(name: string): string {
  return isolate(withoutBidiControls(name))
}
