/** Sentences about a dataset's splits. */
import type { DatasetSummary } from '../../engine/protocol/data'
import { SPLITS, type Split } from '../../model/split'
import { withoutBidiControls } from '../../common/text'
import { countValidation, type Recipe } from '../../model/training/recipe'
import { formatAmount, formatCount, PERCENT } from '../../ui/format'

/** The splits where they stand alone, as in a heading. */
export const SPLIT_NAMES: Readonly<Record<Split, string>> = { train: 'Train', validation: 'Validation', test: 'Test' }

type PerClass = DatasetSummary['perClass']

export interface SplitFacts {
  readonly split: Split
  readonly images: number
}

/** The splits that have images, in their usual order. */
export function listSplits(perClass: PerClass): readonly SplitFacts[] {
  return SPLITS.map((split) => ({ split, images: perClass[split].reduce((sum, images) => sum + images, 0) })).filter(
    ({ images }) => images > 0,
  )
}

/** Where the validation images come from when the files bring none: one sentence, or nothing when they do. */
export function describeValidation(
  perClass: PerClass,
  recipe: Pick<Recipe, 'validationSplit' | 'seed'>,
): string | undefined {
  const splits = listSplits(perClass)
  if (splits.length === 0) return 'All images are excluded: include some again to train and test on.'
  if (splits.some(({ split }) => split === 'validation')) return undefined
  const { validationSplit, seed } = recipe
  if (!(validationSplit > 0 && validationSplit < 1))
    return 'Nothing validates: there is no validation split, and the recipe’s is 0.'
  const share = `${Number((validationSplit * 100).toFixed(2))}${PERCENT}`
  const kept = countValidation({ validationSplit }, { trainPerClass: perClass.train })
  if (kept === 0)
    return `Nothing validates: there is no validation split, and the recipe’s ${share} of train takes no whole image, as one of each class stays to train on.`
  return `There is no validation split, so the recipe’s keeps ${share} of train aside: ${formatAmount(kept, 'image')}, drawn by class with seed ${seed}.`
}

export interface ClassRow {
  /** As it is shown. */
  readonly label: string
  /** One entry a split of `listSplits`. */
  readonly images: readonly number[]
  readonly total: number
}

/** Images of each class, by split. */
export function listClasses({ classes, perClass }: Pick<DatasetSummary, 'classes' | 'perClass'>): readonly ClassRow[] {
  const splits = listSplits(perClass)
  return classes.map((label, i) => {
    const images = splits.map(({ split }) => perClass[split][i] ?? 0)
    return { label: withoutBidiControls(label), images, total: images.reduce((sum, count) => sum + count, 0) }
  })
}

/** `5,923 train, 980 test`. */
export function describeSplits(splits: readonly SplitFacts[]): string {
  return splits.map(({ split, images }) => `${formatCount(images)} ${split}`).join(', ')
}
