/** Why two matrices can’t be subtracted as they are, in words. */
import { withoutBidiControls } from '../../../common/text'
import { isOfSameClasses, isOfSameSize } from '../../../runs/compare'
import { formatAmount, formatCount } from '../../../ui/format'

export interface SizedLook {
  readonly title: string
  readonly classes: readonly string[]
  readonly confusion: readonly number[]
}

/** Nothing where their counts can be subtracted. @param images such as `validation image`. */
export function describeSizes(one: SizedLook, other: SizedLook, images: string): string | undefined {
  if (!isOfSameClasses(one, other)) return 'Their classes differ, so these matrices can’t be subtracted.'
  if (isOfSameSize(one, other)) return undefined
  const [first, second] = [one, other].map(({ confusion }) => confusion.reduce((sum, count) => sum + count, 0))
  const sizes =
    first === second
      ? `${one.title} and ${other.title} have other numbers of ${images}s in some classes`
      : `The splits differ in size: ${one.title} has ${formatAmount(first!, images)}, ${other.title} ${formatCount(second!)}`
  return withoutBidiControls(
    `${sizes}. Their counts can’t be subtracted, so the difference is one of the shares of each row, in percentage points.`,
  )
}
