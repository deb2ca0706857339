/** What a model would reach that doesn't look at the images, and whether another one does better. */
import { columnSums, rowSums } from './confusion'
import type { Evaluation } from './evaluation'

/** How far from the expected a share may be by chance: three standard deviations, which happens in one of some hundred cases. */
const DEVIATIONS = 3

/** The mean cross-entropy, in nats, of naming so many classes with the same share each. */
export function lossOfGuessing(classes: number): number {
  return Math.log(classes)
}

/** Of naming each class with the share that it has: less than `lossOfGuessing` where some classes are rarer. */
export function lossOfShares(perClass: readonly number[]): number {
  const images = perClass.reduce((sum, count) => sum + count, 0)
  return perClass.reduce((sum, count) => (count > 0 ? sum - (count / images) * Math.log(count / images) : sum), 0)
}

/** The most that a share of so many images, expected to be `share`, is by chance. */
export function mostByChance(share: number, images: number): number {
  return share + deviationsOf(share, images)
}

/** How much a share that was seen in so many images may be off. Few images say little, all right or all wrong ones too. */
export function deviationsOf(share: number, images: number): number {
  // Agresti and Coull, 1998: two right and two wrong images more.
  const mean = (share * images + 2) / (images + 4)
  return DEVIATIONS * Math.sqrt((mean * (1 - mean)) / (images + 4))
}

type Look = Pick<Evaluation, 'classes' | 'confusion' | 'images'>

/** The class that all images were taken for, though others are among them; undefined where they were taken for several. */
export function findOnlyAnswer({ classes, confusion }: Look): number | undefined {
  const answers = columnSums(confusion, classes.length)
  const answer = answers.findIndex((count) => count > 0)
  const isOnly = answers.filter((count) => count > 0).length === 1
  const others = rowSums(confusion, classes.length).filter((count, at) => at !== answer && count > 0)
  return isOnly && others.length > 0 ? answer : undefined
}

/** The mean over the classes of the share of their images that were told rightly: a model that guesses has one in so many classes. */
export function meanRecall({ classes, confusion }: Look): number {
  const recalls = rowSums(confusion, classes.length).flatMap((images, at) =>
    images > 0 ? [(confusion[at * classes.length + at] ?? 0) / images] : [],
  )
  return recalls.reduce((sum, recall) => sum + recall, 0) / (recalls.length || 1)
}
