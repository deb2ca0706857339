/** Taking over and testing a model. */
import type { Engine } from '../../engine/client'
import type { DatasetSummary } from '../../engine/protocol/data'
import type { ModelSummary, WrittenStatistics } from '../../engine/protocol/model'
import { findMisfit } from '../../model/graph/fit'
import type { DocumentEdits, DocumentStore } from '../document/document'
import type { Metrics } from '../curves/metrics'
import { forgetRun } from '../curves/forgetRun'
import { changePart, type SessionStore } from '../session/session'
import { isAbort, troubleOf } from '../session/troubles'
import { emptyModel, type BeginWith, type ModelSource } from '../session/modelPart'
import { NO_MODEL } from '../session/underWay'

export interface ModelActions {
  /**
   * Makes an opened model the current one, and its stack and recipe the document's. `words` say otherwise than of a file what was done, and
   * where the model comes from.
   */
  takeOver(model: ModelSummary, source: ModelSource, words?: { readonly did: string; readonly origin: string }): void
  /** Makes an opened model the current one, whatever the layers at hand are. `origin` says where it comes from. */
  adopt(model: ModelSummary, source: ModelSource, origin: string): void
  /** Says what the next run begins with, as long as this model is at hand. */
  beginWith(choice: BeginWith): void
  /** Tests the current model on the test split of the data at hand. */
  testModel(): Promise<void>
  /** Does the same, if the model is for these data and has no result on them yet. */
  testIfPossible(): Promise<void>
  stopTesting(): void
  /** What the current model's run came to after each epoch, as a file; nothing where the engine refuses. */
  writeTrainingStatistics(): Promise<WrittenStatistics | undefined>
}

export interface ModelActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly edits: DocumentEdits
  readonly session: SessionStore
  readonly metrics: Metrics
}

export function createModelActions({ engine, document, edits, session, metrics }: ModelActionsParts): ModelActions {
  let testing: AbortController | undefined

  /** Whether it still is: another may have come while the engine was asked. */
  const isCurrent = ({ id }: ModelSummary): boolean => session.getState().model.current?.id === id

  engine.subscribe(({ type }) => {
    if (type === 'engineRestarted') session.setState({ model: emptyModel() })
  })

  const actions: ModelActions = {
    takeOver(model, source, words) {
      const { name } = source
      const { did, origin } = words ?? { did: `Open the model ${name}`, origin: `Opened from ${name}.` }
      forgetRun(session, metrics)
      edits.edit({ stack: model.stack, ...(model.recipe && { recipe: model.recipe }) }, did)
      actions.adopt(model, source, origin)
    },
    adopt(model, source, origin) {
      forgetRun(session, metrics)
      changePart(session, 'model', {
        current: model,
        origin,
        source,
        beginWith: undefined,
        saved: true,
        test: undefined,
      })
    },
    beginWith: (beginWith) => changePart(session, 'model', { beginWith }),
    async testModel() {
      actions.stopTesting()
      const { current } = session.getState().model
      if (!current) return changePart(session, 'model', { trouble: { message: NO_MODEL } })
      const controller = new AbortController()
      testing = controller
      changePart(session, 'model', { testing: true, trouble: undefined })
      try {
        const request = { model: current.id, data: document.getState().data }
        const test = await engine.call('evaluate', request, { signal: controller.signal })
        if (isCurrent(current)) changePart(session, 'model', { test })
      } catch (error) {
        if (!isAbort(error)) changePart(session, 'model', { trouble: troubleOf(error) })
      } finally {
        if (testing === controller) {
          testing = undefined
          changePart(session, 'model', { testing: false })
        }
      }
    },
    async testIfPossible() {
      const { model, data } = session.getState()
      // Data whose summary is still on its way are tested by a press.
      if (data.choices !== document.getState().data) return
      if (model.current && data.dataset && !model.test && canTest(model.current, data.dataset))
        await actions.testModel()
    },
    stopTesting: () => testing?.abort(),
    async writeTrainingStatistics() {
      const { current } = session.getState().model
      changePart(session, 'model', { trouble: current ? undefined : { message: NO_MODEL } })
      try {
        return current && (await engine.call('writeTrainingStatistics', { model: current.id }))
      } catch (error) {
        changePart(session, 'model', { trouble: troubleOf(error) })
        return undefined
      }
    },
  }
  return actions
}

function canTest(model: ModelSummary, dataset: DatasetSummary): boolean {
  return findMisfit(model, dataset) === undefined && dataset.perClass.test.some((images) => images > 0)
}
