/** A map in a few numbers, and in sentences. */
import type { ImageMap } from '../../model/map/imageMap'
import { formatAmount, formatCount, formatPercent, isolate } from '../../ui/format'
import { formatScore } from '../study/studyRows'
import { MAP_DEFINITIONS } from './definitions'
import { isMistake, meanShare } from './mapRows'

export function mapFigures({ images, total, explained, trustworthiness, alike, neighbours }: ImageMap) {
  const kept = explained.reduce((sum, share) => sum + share, 0)
  return [
    {
      name: 'Images',
      value:
        images.length === total
          ? `all ${formatCount(total)}`
          : `${formatCount(images.length)} of ${formatCount(total)}, drawn`,
    },
    {
      name: 'Trustworthiness',
      value: formatScore(trustworthiness),
      definition: MAP_DEFINITIONS.trustworthiness,
    },
    {
      name: 'Nearest of its class',
      value: formatPercent(meanShare([...alike], neighbours), 1),
      definition: MAP_DEFINITIONS.own,
    },
    {
      name: 'Variance kept',
      value: `${formatPercent(kept, 1)} in ${formatAmount(explained.length, 'component')}`,
      definition: MAP_DEFINITIONS.variance,
    },
  ]
}

/** What the map is made of, and what its distances mean. */
export function describeMap(map: ImageMap): string {
  const near = map.layer.isPixels ? 'alike in their pixels' : 'alike to the model'
  return `${describeSource(map)} Near means ${near}. Distances between far groups, how large or dense a group is, and the axes mean little.`
}

/** What the map is made of, and how many images it could have. */
export function describeSource({ layer, isBeforeLast, images, total, mostImages }: ImageMap): string {
  const { name, width, isPixels } = layer
  const values = formatAmount(width, 'value')
  const of =
    name === undefined
      ? `Of the images themselves, ${values} each`
      : `Of what ${isolate(name)} gives of each image, ${values}`
  const why = isPixels
    ? ': before the one layer with weights there are only the pixels'
    : ': the last layer with weights reads this'
  const most =
    images.length === mostImages && images.length < total
      ? ` A map of this layer can have ${formatCount(mostImages)} images at most.`
      : ''
  return `${of}${isBeforeLast ? why : ''}.${most}`
}

/** What is seen, for whoever does not see it. */
export function labelOfMap(map: ImageMap, classes: number): string {
  return `${formatAmount(map.images.length, 'image')} as points, of ${formatAmount(classes, 'class', 'classes')}; ${formatAmount(countMistakes(map), 'mistake')} as diamonds.`
}

export function countMistakes(map: ImageMap): number {
  return [...map.labels.keys()].filter((point) => isMistake(map, point)).length
}

/** How many points have the colour of each class. @param colours of each point, the class. */
export function countByClass(colours: ArrayLike<number>, classes: number): readonly number[] {
  const counts = Array.from({ length: classes }, () => 0)
  for (let at = 0; at < colours.length; at++) counts[colours[at]!]! += 1
  return counts
}
