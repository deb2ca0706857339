/** A model or a plan leaves for another tool. */
import type { Engine } from '../../engine/client'
import type { ExportedModel } from '../../engine/protocol/export'
import type { WrittenFile } from '../../files/writtenFile'
import type { Written } from '../../interop/target'
import type { DocumentStore } from '../document/document'
import { changePart, type SessionStore } from '../session/session'
import { NO_MODEL } from '../session/underWay'
import { keepTarget, keptTarget } from './keptTarget'
import { planOf } from './planOf'

export interface ExportActions {
  /**
   * The current model as a target's files, which were checked.
   * @throws an error whose message is a sentence; the signal's reason.
   */
  exportModel(target: string, chosen: readonly string[], signal: AbortSignal): Promise<ExportedModel>
  /** The layers and the recipe of the page as a target's files. Throws as `exportModel`. */
  exportPlan(target: string, chosen: readonly string[], signal: AbortSignal): Promise<Written>
  /** Which target the layers are to fit; undefined when that is open. The browser keeps it. */
  chooseTarget(target: string | undefined): void
  /** A person has taken files of the model with that id: it need not be asked for any more. */
  noteSaved(model: number): void
  /** All files as one zip archive. */
  zipFiles(files: readonly WrittenFile[]): Promise<Blob>
}

export interface ExportActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly storage: Storage | undefined
}

export function createExportActions({ engine, document, session, storage }: ExportActionsParts): ExportActions {
  changePart(session, 'layers', { target: keptTarget(storage) })
  return {
    async exportModel(target, chosen, signal) {
      const { current } = session.getState().model
      if (!current) throw new Error(NO_MODEL)
      const { dataset } = session.getState().data
      const request = { model: current.id, target, chosen, ...(dataset && { data: document.getState().data }) }
      return engine.call('exportModel', request, { signal })
    },
    exportPlan: (target, chosen, signal) =>
      engine.call('exportPlan', { target, chosen, plan: planOf(document.getState(), session.getState()) }, { signal }),
    chooseTarget(target) {
      keepTarget(storage, target)
      changePart(session, 'layers', { target })
    },
    noteSaved(model) {
      // Another may have come meanwhile.
      if (session.getState().model.current?.id === model) changePart(session, 'model', { saved: true })
    },
    async zipFiles(files) {
      const { createZipWriter } = await import('../../files/zipWriter')
      const zip = createZipWriter(new AbortController().signal)
      for (const { name, bytes } of files) await zip.add(name, [bytes], { deflate: true })
      return zip.finish()
    },
  }
}
