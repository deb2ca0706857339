/** From a number to its images: what the model makes of them, one by one. */
import type { Engine } from '../../engine/client'
import type { PredictedImage } from '../../engine/protocol/model'
import type { DataChoices } from '../../model/dataChoices'
import type { PredictionQuery } from '../../model/metrics/predictions'
import type { SplitStudy } from '../../model/metrics/splitStudy'
import type { Split } from '../../model/split'
import type { DocumentStore } from '../document/document'
import { changePart, type SessionStore } from '../session/session'
import { isAbort, troubleOf } from '../session/troubles'
import { isTraining } from '../session/runPart'

export interface PredictionActions {
  /**
   * Shows the images of a split that a query means, in the explorer. The model looks at all images first, where it has not yet.
   * @param why what they are, in a few words, and how they are sorted.
   */
  showPredicted(split: Split, query: PredictionQuery, why: string): Promise<void>
  /** All figures and curves of a split; nothing without a model. The model looks at all images first, where it has not yet. @throws EngineError */
  studyModel(split: Split, signal: AbortSignal): Promise<SplitStudy | undefined>
  /** What the model makes of an image of the data at hand; nothing while it has not looked at them. */
  predictedImage(image: number, signal: AbortSignal): Promise<PredictedImage | undefined>
  /** The images that were asked for are no longer on show. */
  leaveImages(): void
}

export interface PredictionActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly session: SessionStore
}

export function createPredictionActions({ engine, document, session }: PredictionActionsParts): PredictionActions {
  let looking: AbortController | undefined

  session.subscribe(({ run, data }, before) => {
    // A run needs the device.
    if (isTraining(run.state)) looking?.abort()
    if (data.dataset?.id !== before.data.dataset?.id && data.listed) changePart(session, 'data', { listed: undefined })
  })

  /** The data as the images of the split were looked at: a run's validation images are those that it began with. */
  const dataOf = (split: Split): DataChoices => {
    const { run, model } = session.getState()
    return split !== 'test' && run.model !== undefined && run.model.id === model.current?.id
      ? run.data
      : document.getState().data
  }

  return {
    async showPredicted(split, query, why) {
      looking?.abort()
      const { current } = session.getState().model
      if (!current) return
      const controller = new AbortController()
      looking = controller
      changePart(session, 'model', { looking: true, lookTrouble: undefined })
      try {
        const request = { model: current.id, data: dataOf(split), split, query }
        const { images } = await engine.call('findPredicted', request, { signal: controller.signal })
        changePart(session, 'model', { looked: { model: current.id, dataset: request.data.dataset } })
        changePart(session, 'data', { listed: { images: [...images], why } })
      } catch (error) {
        if (!isAbort(error)) changePart(session, 'model', { lookTrouble: troubleOf(error).message })
      } finally {
        if (looking === controller) {
          looking = undefined
          changePart(session, 'model', { looking: false })
        }
      }
    },

    async studyModel(split, signal) {
      const { current } = session.getState().model
      if (!current) return undefined
      const data = dataOf(split)
      const study = await engine.call('studySplit', { model: current.id, data, split }, { signal })
      changePart(session, 'model', { looked: { model: current.id, dataset: data.dataset } })
      return study
    },

    async predictedImage(image, signal) {
      const { current, looked } = session.getState().model
      const { data } = document.getState()
      if (!current || looked?.model !== current.id || looked.dataset !== data.dataset) return undefined
      const [predicted] = await engine.call('predictedImages', { model: current.id, data, images: [image] }, { signal })
      return predicted
    },

    leaveImages: () => changePart(session, 'data', { listed: undefined }),
  }
}
