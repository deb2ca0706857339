/** From a number to its images: what the model makes of them, one by one. */
import type { Engine } from '../../engine/client'
import type {
  AskedPredictions,
  PredictedImage,
  PredictedRun,
  PredictionFileId,
  WrittenPredictions,
} from '../../engine/protocol/predictions'
import { groupBy } from '../../common/groupBy'
import { amountOf, joinWords, quoted } from '../../common/text'
import { findMisfit, whatToLeaveOut } from '../../model/graph/fit'
import { excludeFrom, relabelIn } from '../../model/dataChoices'
import type { SplitStudy } from '../../model/metrics/splitStudy'
import type { Split } from '../../model/split'
import type { DocumentEdits, DocumentStore } from '../document/document'
import { isTraining } from '../session/runPart'
import { changePart, type SessionStore } from '../session/session'
import { isAbort, troubleOf } from '../session/troubles'
import { NO_MODEL, OTHER_WORK } from '../session/underWay'
import { choicesOf } from './choicesOf'

export interface PredictionActions {
  /**
   * Shows the images of a split that a query means, in the explorer. The model looks at all images first, where it has not yet.
   * @param why what they are, in a few words, and how they are sorted.
   * @param since the run that the query compares the model with.
   */
  showPredicted(split: Split, query: AskedPredictions, why: string, since?: PredictedRun): Promise<void>
  /** Ends what a person waits for. */
  stopLooking(): void
  /** All figures and curves of a split; nothing without a model. The model looks at all images first, where it has not yet. @throws EngineError */
  studyModel(split: Split, signal: AbortSignal): Promise<SplitStudy | undefined>
  /** Looks at the images of the data at hand as long as nothing else is to be done, so that what the model makes of them is kept with its run. */
  lookIfPossible(): Promise<void>
  /** Other runs that have looked at the data at hand. */
  predictedRuns(signal: AbortSignal): Promise<readonly PredictedRun[]>
  /** What the model, and an earlier run, make of images of the data at hand; nothing while the model has not looked at them. */
  predictedImages(
    images: readonly number[],
    since: PredictedRun | undefined,
    signal: AbortSignal,
  ): Promise<readonly PredictedImage[]>
  /**
   * Corrects the labels of those of these images that the model takes for another class, in one step of undo. A class that the data don't have
   * can't be the label of their images.
   */
  acceptPredicted(images: readonly number[]): Promise<void>
  /** Takes out the images whose classes the model at hand doesn't know, in one step of undo. */
  leaveOutUnknown(): Promise<void>
  /** What the model makes of the test images, as a file; nothing where the engine refuses. */
  writePredictions(file: PredictionFileId): Promise<WrittenPredictions | undefined>
  /** The images that were asked for are no longer on show. */
  leaveImages(): void
}

export interface PredictionActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly edits: DocumentEdits
  readonly session: SessionStore
}

export function createPredictionActions({
  engine,
  document,
  edits,
  session,
}: PredictionActionsParts): PredictionActions {
  let looking: AbortController | undefined

  engine.subscribe((event) => {
    if (event.type === 'lookProgress')
      changePart(session, 'model', { lookShare: event.share < 1 ? event.share : undefined })
  })

  session.subscribe(({ data, model }, before) => {
    if (data.dataset?.id !== before.data.dataset?.id && data.listed) changePart(session, 'data', { listed: undefined })
    if (model.current?.id !== before.model.current?.id && model.lookTrouble !== undefined)
      changePart(session, 'model', { lookTrouble: undefined })
  })

  return {
    async showPredicted(split, query, why, since) {
      looking?.abort()
      const { current } = session.getState().model
      if (!current) return
      const controller = new AbortController()
      looking = controller
      changePart(session, 'model', { looking: true, lookShare: undefined, lookTrouble: undefined })
      try {
        const request = { model: current.id, data: choicesOf(split, session.getState()), split, query }
        const { images } = await engine.call('findPredicted', request, { signal: controller.signal })
        changePart(session, 'model', { looked: { model: current.id, dataset: request.data.dataset } })
        changePart(session, 'data', { listed: { images: [...images], why, of: { split, ...(since && { since }) } } })
      } catch (error) {
        const { message } = troubleOf(error)
        const now = session.getState()
        // A run that began is on show, and ends with another model.
        const isOver = controller.signal.aborted || isTraining(now.run.state) || now.model.current?.id !== current.id
        const lookTrouble = isAbort(error) ? OTHER_WORK : message
        if (!isOver) changePart(session, 'model', { lookTrouble })
      } finally {
        if (looking === controller) {
          looking = undefined
          changePart(session, 'model', { looking: false })
        }
      }
    },

    stopLooking: () => looking?.abort(),

    async studyModel(split, signal) {
      const { current } = session.getState().model
      if (!current) return undefined
      const data = choicesOf(split, session.getState())
      const study = await engine.call('studySplit', { model: current.id, data, split }, { signal })
      changePart(session, 'model', { looked: { model: current.id, dataset: data.dataset } })
      return study
    },

    async lookIfPossible() {
      const { model, data } = session.getState()
      const { current } = model
      const choices = document.getState().data
      if (!current || !data.dataset || data.choices !== choices || findMisfit(current, data.dataset) !== undefined)
        return
      // A look that a person waits for would give way.
      if (looking) return
      try {
        await engine.call('lookAtImages', { model: current.id, data: choices })
        changePart(session, 'model', { looked: { model: current.id, dataset: choices.dataset } })
      } catch {
        // Something else was to be done: it looks when it is asked.
      }
    },

    async predictedRuns(signal) {
      const { current } = session.getState().model
      const { data } = document.getState()
      return current ? engine.call('predictedRuns', { model: current.id, data }, { signal }) : []
    },

    async predictedImages(images, since, signal) {
      const { current, looked } = session.getState().model
      const { data } = document.getState()
      if (!current || looked?.model !== current.id || looked.dataset !== data.dataset) return []
      const request = { model: current.id, data, images, ...(since && { before: since.run }) }
      return engine.call('predictedImages', request, { signal })
    },

    async acceptPredicted(images) {
      const { model, data: loaded } = session.getState()
      const { current } = model
      const { data } = document.getState()
      if (!current || !loaded.dataset) return
      const names = new Set(loaded.dataset.classes)
      try {
        const seen = await engine.call('predictedImages', { model: current.id, data, images })
        const others = seen.filter(
          ({ label, predicted, probabilities }) =>
            label !== current.classes[predicted] &&
            names.has(current.classes[predicted]!) &&
            !Number.isNaN(probabilities[predicted]),
        )
        const before = document.getState().data
        const byClass = groupBy(others, ({ predicted }) => predicted)
        const relabelled = [...byClass].reduce(
          (all, [predicted, taken]) =>
            relabelIn(
              all,
              taken.map(({ image }) => image),
              current.classes[predicted]!,
            ),
          before.relabelled,
        )
        if (before.dataset !== data.dataset || relabelled === before.relabelled) return
        edits.edit(
          { data: { ...before, relabelled } },
          `Accept the model’s label of ${amountOf(others.length, 'image')}`,
        )
      } catch (error) {
        changePart(session, 'model', { lookTrouble: troubleOf(error).message })
      }
    },

    async leaveOutUnknown() {
      const { model, data } = session.getState()
      if (!model.current || !data.dataset) return
      const { choices } = data
      const unknown = whatToLeaveOut(model.current, data.dataset)
      try {
        const found = await Promise.all(
          unknown.map(({ index }) => engine.call('listImages', { data: choices, classIndex: index })),
        )
        if (document.getState().data !== choices) return
        const excluded = excludeFrom(
          choices.excluded,
          found.flatMap(({ images }) => [...images]),
        )
        const names = joinWords(unknown.map(({ name }) => quoted(name)))
        edits.edit({ data: { ...choices, excluded } }, `Leave out the images of ${names}`)
      } catch (error) {
        changePart(session, 'model', { trouble: troubleOf(error) })
      }
    },

    async writePredictions(file) {
      looking?.abort()
      const { current } = session.getState().model
      if (!current) {
        changePart(session, 'model', { trouble: { message: NO_MODEL } })
        return undefined
      }
      const controller = new AbortController()
      looking = controller
      changePart(session, 'model', { trouble: undefined, looking: true, lookShare: undefined })
      try {
        const request = { model: current.id, data: document.getState().data, file }
        return await engine.call('writePredictions', request, { signal: controller.signal })
      } catch (error) {
        if (!controller.signal.aborted)
          changePart(session, 'model', { trouble: isAbort(error) ? { message: OTHER_WORK } : troubleOf(error) })
        return undefined
      } finally {
        if (looking === controller) {
          looking = undefined
          changePart(session, 'model', { looking: false })
        }
      }
    },

    leaveImages: () => changePart(session, 'data', { listed: undefined }),
  }
}
