/** Remembers for what data the model was drawn up, so that a template still follows other data after a reload without any. */
import * as v from 'valibot'
import { isSameValue } from '../../model/sameValue'
import type { DataPart } from '../session/dataPart'
import { dataShape } from '../session/dataShape'
import type { Session, SessionStore } from '../session/session'
import { trainingFacts } from '../session/trainingFacts'

const KEY = 'strata.formerData'

type FormerData = Pick<DataPart, 'formerShape' | 'formerFacts'>

const length = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const schema = v.object({
  formerShape: v.object({ height: length, width: length, channels: length, classes: length }),
  formerFacts: v.object({
    trainPerClass: v.exactOptional(v.array(count)),
    hasValidation: v.exactOptional(v.boolean()),
  }),
})

/** Nothing where none is kept, or none that can be read. */
export function loadFormerData(storage: Storage | undefined): Partial<FormerData> {
  try {
    const { success, output } = v.safeParse(schema, JSON.parse(storage?.getItem(KEY) ?? 'null'))
    return success ? output : {}
  } catch {
    return {}
  }
}

/** Follows the session from now on. Returns a function that ends it. */
export function rememberFormerData(session: SessionStore, storage: Storage): () => void {
  let last = formerDataOf(session.getState())
  return session.subscribe((state, before) => {
    if (state.data === before.data && state.model.current === before.model.current) return
    const former = formerDataOf(state)
    if (isSameValue(former, last)) return
    last = former
    try {
      storage.setItem(KEY, JSON.stringify(former))
    } catch {
      // Without storage the model is not kept either.
    }
  })
}

/** Those at hand, for when they are gone. */
export function formerDataOf(session: Pick<Session, 'data' | 'model'>): FormerData {
  const { dataset, formerFacts } = session.data
  return { formerShape: dataShape(session), formerFacts: dataset ? trainingFacts(dataset) : formerFacts }
}
