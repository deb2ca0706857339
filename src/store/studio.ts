/** Puts the stores, the engine and the actions together: all that a panel needs, made once a page. */
import type { Engine } from '../engine/client'
import { createActions, type Actions } from './actions'
import { autosave, loadDocument } from './document/autosave'
import { createDocumentStore, newDocument, type DocumentStore } from './document/document'
import { findWish } from './device/deviceWish'
import { guardLeaving } from './session/guardLeaving'
import { loadLastDataset, rememberLastDataset } from './data/lastDataset'
import { loadFormerData, rememberFormerData } from './data/formerData'
import { createMetrics, type Metrics } from './curves/metrics'
import { changePart, createSessionStore, type SessionStore } from './session/session'

export interface Studio {
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly metrics: Metrics
  readonly actions: Actions
}

/** @param search of the page's address: `?backend=` names what to compute on in this visit. */
export function createStudio(engine: Engine, storage: Storage | undefined, search: string): Studio {
  const saved = loadDocument(storage)
  const document = createDocumentStore({ ...newDocument(), ...saved.document })
  const session = createSessionStore()
  const metrics = createMetrics()
  const actions = createActions({ engine, document, session, metrics, storage })

  if (saved.document) changePart(session, 'data', loadFormerData(storage))
  if (storage) rememberFormerData(session, storage)
  session.setState({ documentTrouble: saved.trouble })
  if (storage) autosave(document, storage, (documentTrouble) => session.setState({ documentTrouble }))
  guardLeaving(session)
  const { wish, trouble } = findWish(storage, search)
  changePart(session, 'device', { wish, trouble })
  void actions.startDevice()
  actions.followResumable()
  const last = loadLastDataset(storage)
  void (last === undefined ? actions.storage() : actions.reopenStored(last)).then(() => {
    if (storage) rememberLastDataset(document, session, storage)
  })
  return { document, session, metrics, actions }
}
