import { useEffect, useState } from 'react'
import type { DatasetSummary, Finding } from '../../../engine/protocol'
import { useActions } from '../../../store/hooks'

export interface ChecksState {
  /** Those of the dataset as it was last looked through; absent until then. */
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
  const [state, setState] = useState<Omit<ChecksState, 'looking'> & { readonly of: DatasetSummary | undefined }>({
    findings: undefined,
    trouble: undefined,
    of: undefined,
  })

  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const end = (findings: readonly Finding[] | undefined, trouble: string | undefined): void => {
      if (!signal.aborted) setState({ findings, trouble, of: dataset })
    }
    const timer = setTimeout(() => {
      checkData(signal).then(
        (findings) => end(findings, undefined),
        (error: unknown) => end(undefined, error instanceof Error ? error.message : String(error)),
      )
    }, REST_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [checkData, dataset])

  const { findings, trouble, of } = state
  // What was found in other images says nothing of these.
  const isOfThese = of?.id === dataset.id
  return {
    findings: isOfThese ? findings : undefined,
    trouble: isOfThese ? trouble : undefined,
    looking: of !== dataset,
  }
}
