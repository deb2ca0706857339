/** Remembers the shape of the data that the model was drawn up for, so that a template still follows other data after a reload. */
import * as v from 'valibot'
import { isSameValue } from '../../model/sameValue'
import type { DataShape } from '../../model/graph/shapes'
import { dataShape } from '../session/dataShape'
import type { SessionStore } from '../session/session'

const KEY = 'strata.shape'

const length = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const shapeSchema = v.object({ height: length, width: length, channels: length, classes: length })

/** Undefined where none is kept, or none that can be read. */
export function loadLastShape(storage: Storage | undefined): DataShape | undefined {
  try {
    const { success, output } = v.safeParse(shapeSchema, JSON.parse(storage?.getItem(KEY) ?? 'null'))
    return success ? output : undefined
  } catch {
    return undefined
  }
}

/** Follows the session from now on. Returns a function that ends it. */
export function rememberLastShape(session: SessionStore, storage: Storage): () => void {
  let last = dataShape(session.getState())
  return session.subscribe((state) => {
    const shape = dataShape(state)
    if (isSameValue(shape, last)) return
    last = shape
    try {
      storage.setItem(KEY, JSON.stringify(shape))
    } catch {
      // Without storage the model is not kept either.
    }
  })
}
