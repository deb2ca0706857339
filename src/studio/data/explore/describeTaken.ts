/** What a model takes images for, beside their labels, and in words. */
import { withoutBidiControls } from '../../../common/text'
import type { ImageFacts } from '../../../engine/protocol/data'
import type { PredictedImage } from '../../../engine/protocol/predictions'
import type { ListOrigin } from '../../../store/session/dataPart'
import { formatPercent } from '../../../ui/format'
import type { Taken } from './imagePages'

/**
 * One an image. Outputs that are no numbers say nothing.
 * @param seen of these images, in any order, or of some.
 * @param classNames those of the model.
 */
export function describeTaken(
  images: readonly number[],
  seen: readonly PredictedImage[],
  classNames: readonly string[],
): readonly (Taken | undefined)[] {
  const byImage = new Map(seen.map((each) => [each.image, each]))
  return images.map((image): Taken | undefined => {
    const told = byImage.get(image)
    const probability = told?.probabilities[told.predicted]
    if (!told || probability === undefined || Number.isNaN(probability)) return undefined
    const name = classNames[told.predicted] ?? ''
    const { before } = told
    return { name, probability, isOther: name !== told.label, ...(before !== undefined && { before }) }
  })
}

/** `labelled 4, taken for 9, 83 %, train, images/4/12.png`. */
export function nameImage(facts: ImageFacts, taken: Taken | undefined, of: ListOrigin | undefined): string {
  const { label, path } = facts
  const name = withoutBidiControls(label)
  const said = !taken
    ? [name]
    : [
        `labelled ${name}`,
        `taken for ${withoutBidiControls(taken.name)}`,
        formatPercent(taken.probability, 0),
        ...(taken.before === undefined ? [] : [sayBefore(taken.before, of)]),
      ]
  return [...said, saySplit(facts, of), withoutBidiControls(path)].join(', ')
}

/** `Run 1 said 4`. */
export function sayBefore(before: string, of: ListOrigin | undefined): string {
  return `${withoutBidiControls(of?.since?.title ?? 'an earlier run')} said ${withoutBidiControls(before)}`
}

/** A validation split that the recipe draws from train changes nothing of the data: they say train. */
export function saySplit({ split }: Pick<ImageFacts, 'split'>, of: ListOrigin | undefined): string {
  return split === 'train' && of?.split === 'validation' ? 'train, drawn for validation' : split
}

/** What stands on a tile: the class, where the label is another; of a comparison what it was before, too. */
export function markOf(taken: Taken | undefined): string | undefined {
  if (!taken) return undefined
  if (taken.before !== undefined && taken.before !== taken.name)
    return `${withoutBidiControls(taken.before)} → ${withoutBidiControls(taken.name)}`
  return taken.isOther ? withoutBidiControls(taken.name) : undefined
}
