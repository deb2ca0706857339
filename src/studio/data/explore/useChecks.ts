import type { DatasetSummary } from '../../../engine/protocol/data'
import type { Finding } from '../../../data/datasetFacts'
import { useActions } from '../../../store/hooks'
import { useAnswer } from '../../../ui/useAnswer'

export interface ChecksState {
  /** The findings of the last check. Absent until then. */
  readonly findings: readonly Finding[] | undefined
  readonly looking: boolean
  /** Why it could not be looked through: one sentence. */
  readonly trouble: string | undefined
}

/** Longer than it takes to draw what a load or a decision has changed, and to take the next decision. */
const REST_MS = 400

/** Looks the dataset through in the background, and again after each change. */
export function useChecks(dataset: DatasetSummary): ChecksState {
  const { checkData } = useActions()
  const { value, trouble, about } = useAnswer(checkData, dataset, REST_MS)
  // Findings about other images say nothing of these.
  const isOfThese = about?.id === dataset.id
  return {
    findings: isOfThese ? value : undefined,
    trouble: isOfThese ? trouble : undefined,
    looking: about !== dataset,
  }
}
