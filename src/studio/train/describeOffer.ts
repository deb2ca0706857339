/** A run that can be resumed, in words. */
import { withoutBidiControls } from '../../common/text'
import type { ResumableRun } from '../../engine/protocol/resume'
import { formatAmount, formatCount, formatMoment } from '../../ui/format'

/** One that can be resumed as soon as its data are there. */
export type DescribedRun = Extract<ResumableRun, { hasData: boolean }>

export interface Offer {
  /** Which run, where it goes on, and on which data. */
  readonly what: string
  /** What has to be brought first. */
  readonly need?: string
}

export function describeOffer({
  title,
  place: { epoch, step, steps },
  savedAt,
  dataset,
  hasData,
}: DescribedRun): Offer {
  const place = `epoch ${formatCount(epoch)}, step ${formatCount(step)} of ${formatCount(steps)}`
  const name = withoutBidiControls(dataset.name)
  const what = `${withoutBidiControls(title)} was interrupted. It goes on from ${place} (${formatMoment(savedAt)})`
  if (hasData) return { what: `${what}, on ${name}.` }
  const { images, height, width, classes } = dataset
  const size = `${formatAmount(images, 'image')} of ${formatCount(height)} × ${formatCount(width)} pixels`
  return {
    what: `${what}.`,
    need: `To resume it, bring its data again: ${name}, ${size} in ${formatCount(classes)} classes.`,
  }
}
