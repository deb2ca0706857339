/** A run that can be resumed, in words. */
import { withoutBidiControls } from '../../common/text'
import type { OfferedRun } from '../../store/run/resumeActions'
import { formatAmount, formatCount, formatMoment } from '../../ui/format'

export interface Offer {
  /** Which run, where it goes on, and on which data. */
  readonly what: string
  /** What its button does. */
  readonly deed: 'Resume run' | 'Bring back'
  /** What has to be brought first. */
  readonly need?: string
}

const HAPPENED: { readonly [State in OfferedRun['state']]: string } = {
  interrupted: 'was interrupted. It goes on from',
  finished: 'had finished. Its model was lost with the engine, and comes back from',
  stopped: 'had stopped. It was lost with the engine, and goes on from',
  failed: 'had failed. It was lost with the engine, and goes on from',
}

export function describeOffer({
  title,
  state,
  place: { epoch, step, steps },
  savedAt,
  dataset,
  hasData,
}: OfferedRun): Offer {
  const place = `epoch ${formatCount(epoch)}, step ${formatCount(step)} of ${formatCount(steps)}`
  const name = withoutBidiControls(dataset.name)
  const run = withoutBidiControls(title)
  const what = `${run} ${HAPPENED[state]} ${place} (${formatMoment(savedAt)})`
  const deed = state === 'finished' ? 'Bring back' : 'Resume run'
  if (hasData) return { deed, what: `${what}, on ${name}.` }
  const { images, height, width, classes } = dataset
  const size = `${formatAmount(images, 'image')} of ${formatCount(height)} × ${formatCount(width)} pixels`
  return {
    deed,
    what: `${what}.`,
    need: `To ${state === 'finished' ? 'bring it back' : 'resume it'}, bring its data again: ${name}, ${size} in ${formatCount(classes)} classes.`,
  }
}
