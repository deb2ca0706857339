/** What is said of files that were checked. */
import type { ExportCheck } from '../../../engine/protocol/export'
import { formatCount } from '../../../ui/format'

const WHICH: Readonly<Record<ExportCheck['of'], string>> = {
  train: 'training images of the data at hand',
  validation: 'validation images of the data at hand',
  test: 'test images of the data at hand',
  random: 'images of random pixels, as there are no data of the model’s shape at hand',
}

export interface CheckText {
  /** A sentence for each reader that gives the model's predictions. */
  readonly passed: readonly string[]
  /** Of those whose difference is larger than usual. */
  readonly odd: readonly string[]
  /** On what they were checked. */
  readonly about: string
}

export function describeCheck({ images, of, usual, limit, readAgain, run }: ExportCheck): CheckText {
  const readers = [
    ...(run ? [{ who: `Run by ${run.by}`, difference: run.difference }] : []),
    ...(readAgain === undefined ? [] : [{ who: 'Read again by Strata', difference: readAgain }]),
  ]
  const about =
    readers.length === 0
      ? 'Nothing that runs in a browser reads these files, so they were not checked here.'
      : `Of ${formatCount(images)} ${WHICH[of]}. Files whose probabilities differ by more than ${limit.toExponential()} are not handed out.`
  return {
    passed: readers
      .filter(({ difference }) => difference <= usual)
      .map(({ who, difference }) => `${who}: ${describeDifference(difference)}.`),
    odd: readers
      .filter(({ difference }) => !(difference <= usual))
      .map(
        ({ who, difference }) =>
          `${who}: ${describeDifference(difference)}. That is more than the ${usual.toExponential()} that rounding usually makes, as in very deep nets, and less than what a fault would.`,
      ),
    about,
  }
}

function describeDifference(difference: number): string {
  return difference === 0
    ? 'the same probabilities, to the bit'
    : `probabilities differ from the model’s by ${difference.toPrecision(2)} at most`
}
