import { useMemo } from 'react'
import type { Inheritance } from '../../model/graph/inherit'
import { calledIn } from '../../runs/beginning'
import { beginsWith, findInheritance, isFromFile, nameOfModel } from '../../store/run/beginning'
import { useDocument, useSession } from '../../store/hooks'
import type { BeginWith } from '../../store/session/modelPart'
import { isTraining } from '../../store/session/runPart'

export interface Beginning {
  /** What the model at hand is called in a sentence. */
  readonly called: string
  readonly inheritance: Inheritance
  readonly keepsNormalisation: boolean
  readonly chosen: BeginWith
}

/** What the next run may begin with; nothing where that is new weights alone, and while a run goes on. */
export function useBeginning(): Beginning | undefined {
  const stack = useDocument((document) => document.stack)
  const dataset = useSession(({ data }) => data.dataset)
  const model = useSession((session) => (isTraining(session.run.state) ? undefined : session.model.current))
  const name = useSession(nameOfModel)
  const beginWith = useSession((session) => session.model.beginWith)
  const source = useSession((session) => session.model.source)
  const inheritance = useMemo(() => findInheritance(stack, dataset, model), [stack, dataset, model])
  if (!inheritance || !model || !dataset) return undefined
  const chosen = beginsWith({ beginWith, source }, inheritance, stack)
  const called = calledIn({ name, isFile: isFromFile({ source }) })
  return { called, inheritance, keepsNormalisation: model.data.channels === dataset.channels, chosen }
}
