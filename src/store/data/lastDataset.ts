/** Remembers which of the kept datasets was in use, so that the next visit opens it again. */
import type { DocumentStore } from '../document/document'
import type { SessionStore } from '../session/session'

const KEY = 'strata.dataset'

export function loadLastDataset(storage: Storage | undefined): string | undefined {
  try {
    return storage?.getItem(KEY) ?? undefined
  } catch {
    return undefined
  }
}

/** Follows the data at hand from now on. Returns a function that ends it. */
export function rememberLastDataset(document: DocumentStore, session: SessionStore, storage: Storage): () => void {
  let last = loadLastDataset(storage)
  const follow = (): void => {
    const key = session.getState().data.kept[document.getState().data.dataset]?.key
    if (key === last) return
    last = key
    try {
      if (key === undefined) storage.removeItem(KEY)
      else storage.setItem(KEY, key)
    } catch {
      // Without storage the next visit offers the kept datasets in a list.
    }
  }
  follow()
  const stops = [document.subscribe(follow), session.subscribe(follow)]
  return () => {
    for (const stop of stops) stop()
  }
}
