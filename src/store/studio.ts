/** Puts the stores, the engine and the actions together: all that a panel needs, made once a page. */
import type { Engine } from '../engine/client'
import { createActions, type Actions } from './actions'
import { autosave, loadDocument } from './document/autosave'
import { createDocumentStore, newDocument, type DocumentStore } from './document/document'
import { guardLeaving } from './session/guardLeaving'
import { loadLastDataset, rememberLastDataset } from './data/lastDataset'
import { createMetrics, type Metrics } from './curves/metrics'
import { createSessionStore, type SessionStore } from './session/session'

export interface Studio {
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly metrics: Metrics
  readonly actions: Actions
}

export function createStudio(engine: Engine, storage: Storage | undefined): Studio {
  const saved = loadDocument(storage)
  const document = createDocumentStore({ ...newDocument(), ...saved.document })
  const session = createSessionStore()
  const metrics = createMetrics()
  const actions = createActions({ engine, document, session, metrics, storage })

  session.setState({ documentTrouble: saved.trouble })
  if (storage) autosave(document, storage, (documentTrouble) => session.setState({ documentTrouble }))
  guardLeaving(session)
  void actions.startDevice()
  const last = loadLastDataset(storage)
  void (last === undefined ? actions.storage() : actions.reopenStored(last)).then(() => {
    if (storage) rememberLastDataset(document, session, storage)
  })
  return { document, session, metrics, actions }
}
