/** By which images two runs are judged, in words. */
import { findOtherImages } from '../../../runs/sameImages'
import type { JudgedRun } from './usePair'

/** `Both are judged by their test images.`, or that and how those of one are others. Both must be judged by one split. */
export function describeJudging(before: JudgedRun, after: JudgedRun): string {
  const { split } = after.look
  const why = findOtherImages([after.details, before.details], split)
  const moments = [before, after].flatMap(({ title, moment }) =>
    moment === undefined ? [] : [`${title} is judged ${moment}.`],
  )
  const images =
    why === undefined
      ? `Both are judged by their ${split} images.`
      : `${after.title} is judged by other ${split} images than ${before.title}: ${why}.`
  return [images, ...moments].join(' ')
}
