/** The inside of the model at hand, when a person asks for it. */
import type { Engine } from '../../engine/client'
import type { Anatomy } from '../../model/anatomy/anatomy'
import type { SessionStore } from '../session/session'
import { isOfRun } from '../run/isOfRun'
import { orOtherWork } from '../session/troubles'

export interface AnatomyActions {
  /** By train images of its run, or else of the data at hand; nothing without a model. @throws EngineError */
  examineModel(signal: AbortSignal): Promise<Anatomy | undefined>
}

export function createAnatomyActions(engine: Engine, session: SessionStore): AnatomyActions {
  return {
    async examineModel(signal) {
      const { run, model, data } = session.getState()
      if (!model.current) return undefined
      const choices = isOfRun({ run, model }) ? run.data : data.choices
      return orOtherWork(signal, engine.call('examineModel', { model: model.current.id, data: choices }, { signal }))
    },
  }
}
