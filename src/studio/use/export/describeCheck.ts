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
  /** On what they were checked. */
  readonly about: string
}

export function describeCheck({ images, of, bound, readAgain, run }: ExportCheck): CheckText {
  const passed = []
  if (run) passed.push(`Run by ${run.by}: ${describeDifference(run.difference)}.`)
  if (readAgain !== undefined) passed.push(`Read again by Strata: ${describeDifference(readAgain)}.`)
  const about =
    passed.length === 0
      ? 'Nothing that runs in a browser reads these files, so they were not checked here.'
      : `Of ${formatCount(images)} ${WHICH[of]}. Files whose probabilities differ by more than ${bound.toExponential()} are not handed out.`
  return { passed, about }
}

function describeDifference(difference: number): string {
  return difference === 0
    ? 'the same probabilities, to the bit'
    : `probabilities differ from the model’s by ${difference.toPrecision(2)} at most`
}
