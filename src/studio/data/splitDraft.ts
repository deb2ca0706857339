/** Random splits as they are typed: whole or broken percents, of which train gets the rest. */
import type { RandomSplits, Splitting } from '../../model/dataChoices'

export interface SplitDraft {
  /** In percent. */
  readonly validation: number
  readonly test: number
  readonly seed: number
}

const USUAL: SplitDraft = { validation: 10, test: 20, seed: 42 }

export function draftOf(splitting: Splitting): SplitDraft {
  if (splitting.kind === 'asRead') return USUAL
  const { validation, test, seed } = splitting
  return { validation: percent(validation), test: percent(test), seed }
}

export function trainPercent({ validation, test }: SplitDraft): number {
  return percent((100 - validation - test) / 100)
}

/** One sentence for each field that is wrong. */
export function findDraftProblems(draft: SplitDraft): Partial<Record<keyof SplitDraft, string>> {
  const { validation, test, seed } = draft
  const problems: Partial<Record<keyof SplitDraft, string>> = {}
  const isShare = (share: number): boolean => share >= 0 && share < 100
  if (!isShare(validation)) problems.validation = 'Validation must be a share from 0 to less than 100 %.'
  if (!isShare(test)) problems.test = 'Test must be a share from 0 to less than 100 %.'
  if (isShare(validation) && isShare(test) && !(trainPercent(draft) > 0))
    problems.test = 'Validation and test leave nothing to train on: together they must stay below 100 %.'
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32))
    problems.seed = 'Seed must be a whole number from 0 to 4,294,967,295.'
  return problems
}

/** The splits that a draft without problems asks for. */
export function splittingOf(draft: SplitDraft): RandomSplits {
  const { validation, test, seed } = draft
  return { kind: 'random', train: trainPercent(draft) / 100, validation: validation / 100, test: test / 100, seed }
}

/** Without the tail of digits that a share of 1 brings along. */
function percent(share: number): number {
  return Number((share * 100).toFixed(6))
}
