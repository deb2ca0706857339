import { useCallback, useMemo } from 'react'
import { withoutBidiControls } from '../../../common/text'
import type { SplitStudy } from '../../../model/metrics/splitStudy'
import { useActions, useDocument, useSession } from '../../../store/hooks'
import { useAnswer } from '../../../ui/useAnswer'

export interface StudyState {
  /** Under the names of classes that the page shows everywhere. */
  readonly study: SplitStudy | undefined
  /** Why there is none: one sentence. */
  readonly trouble: string | undefined
}

/** The figures of a split of the model at hand, and again when model or data change. */
export function useStudy(split: 'validation' | 'test', isThere: boolean): StudyState {
  const { studyModel } = useActions()
  const model = useSession(({ model }) => model.current?.id)
  const data = useDocument((document) => document.data)
  const ofRun = useSession(({ run }) => run.data)
  const about = useMemo(() => ({ split, model, data, ofRun }), [split, model, data, ofRun])
  const ask = useCallback((signal: AbortSignal) => studyModel(split, signal), [studyModel, split])
  const answer = useAnswer(isThere ? ask : undefined, about)
  // While it is asked anew of the same, what was there stands.
  const isOfThis = answer.about?.split === split && answer.about.model === model
  const found = isThere && isOfThis ? answer.value : undefined
  const study = useMemo(() => found && { ...found, classes: found.classes.map(withoutBidiControls) }, [found])
  return { study, trouble: isThere && isOfThis ? answer.trouble : undefined }
}
