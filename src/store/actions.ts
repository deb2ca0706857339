/**
 * What a person can do, as functions: each edits the document or asks the engine, and keeps the session true to the answers.
 * Data flows one way: panel -> action -> document -> snapshot -> engine -> events -> session and metrics -> panels.
 */
import type { ModelFiles, ModelSummary } from '../engine/protocol/model'
import type { RunPlace, RunProgress } from '../engine/protocol/run'
import type { DatasetSummary } from '../engine/protocol/data'
import type { Engine } from '../engine/client'
import { findMisfit } from '../model/graph/fit'
import type { ArgumentValue, LayerFix } from '../model/layers/define'
import type { LayerClassName } from '../model/layers/registry'
import type { Recipe } from '../model/training/recipe'
import * as edits from '../model/graph/stack'
import type { Stack } from '../model/graph/stack'
import type { Template } from '../model/graph/templates'
import { applyEvent } from './applyEvent'
import { createDataActions, type DataActions } from './dataActions'
import { dataShape } from './dataShape'
import { createDocumentEdits, type DocumentStore } from './document'
import { positionOf, type MetricsBuffer } from './metrics'
import { isTraining, type Session, type SessionStore } from './session'
import { isAbort, troubleOf } from './troubles'

export interface Actions extends DataActions {
  /** Finds out what the engine computes on. */
  startDevice(): Promise<void>

  applyTemplate(template: Template): void
  addLayer(at: number, className: LayerClassName): void
  moveLayer(id: string, to: number): void
  duplicateLayer(id: string): void
  removeLayer(id: string): void
  editLayer(id: string, field: string, value: ArgumentValue): void
  setInput(input: Stack['input']): void
  fixLayer(id: string, fix: LayerFix): void
  editRecipe<Field extends keyof Recipe>(field: Field, value: Recipe[Field]): void
  undo(): void
  redo(): void

  startTraining(): Promise<void>
  /** Goes on with the run that ended, from where it ended. */
  continueTraining(): Promise<void>
  pause(): void
  resume(): void
  stop(): void
  /** Tests the current model on the test split. */
  testModel(): Promise<void>
  openModel(files: readonly File[]): Promise<void>
  /** The current model's files, or nothing when there is none or the engine refuses. */
  exportModel(): Promise<ModelFiles | undefined>
  dismiss(trouble: 'importTrouble' | 'storageTrouble' | 'useTrouble' | 'documentTrouble' | 'deviceTrouble'): void
}

export interface ActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly metrics: MetricsBuffer
}

export function createActions({ engine, document, session, metrics }: ActionsParts): Actions {
  const documentEdits = createDocumentEdits(document)
  const { edit, undo, redo } = documentEdits
  const set = (change: Partial<Session>): void => session.setState(change)
  const editStack = (change: (stack: Stack) => Stack, field?: string): void =>
    edit({ stack: change(document.getState().stack) }, field)

  let lastRunId = 0
  let testing: AbortController | undefined

  engine.subscribe((event) => {
    applyEvent(event, session, metrics)
    // A model after the loss of a device is on another one, though not always one as good.
    if (event.type === 'trainerChosen' && !session.getState().device) void actions.startDevice()
  })

  const testIfPossible = async (): Promise<void> => {
    const { model, dataset, test } = session.getState()
    if (model && dataset && !test && canTest(model, dataset)) await actions.testModel()
  }

  const control = (name: 'pause' | 'resume' | 'stop'): void => {
    const { run } = session.getState()
    if (!isTraining(run)) return
    if (name === 'stop') set({ run: { ...run, status: 'stopping' } })
    engine.call(name, { runId: run.runId }).catch((error: unknown) => set({ deviceTrouble: troubleOf(error).message }))
  }

  /** @param place where the last run ended, to go on from there. */
  const train = async (place?: RunPlace): Promise<void> => {
    const { stack, recipe, data } = document.getState()
    const runId = ++lastRunId
    const { model: modelBefore, modelOrigin: originBefore, modelSaved: savedBefore } = session.getState()
    const trainedOn = `Trained on ${session.getState().dataset?.name ?? 'no data'}`
    const lastProgress = (): RunProgress | undefined => {
      const { run } = session.getState()
      return isTraining(run) ? run.progress : undefined
    }
    const returnToModelBefore = (): void => {
      const { model } = session.getState()
      // A restarted engine has no model at all.
      set({ model: model && modelBefore, modelOrigin: originBefore, modelSaved: savedBefore })
    }
    const fail = (message: string, trained: boolean, resume?: RunPlace): void => {
      const progress = lastProgress()
      set({ run: { status: 'failed', message, ...(progress && { progress }), ...(resume && { place: resume }) } })
      if (trained) set({ modelOrigin: `${trainedOn}. The run failed; these are its last good weights.` })
      else returnToModelBefore()
    }
    testing?.abort()
    if (place) metrics.truncate(positionOf(place))
    else {
      metrics.clear()
      set({ runImages: undefined, validation: undefined })
    }
    set({ run: { status: 'preparing', runId }, modelSaved: false, test: undefined })
    // A new run looks for a device itself.
    set({ deviceTrouble: undefined, useTrouble: undefined })
    try {
      const outcome = await engine.call('train', { runId, stack, recipe, from: place ? 'checkpoint' : 'start' })
      if (outcome.kind === 'failed') {
        fail(outcome.message, outcome.trained, outcome.place)
      } else {
        const { kind: ending, seconds, place: reached } = outcome
        const told = lastProgress()
        // What was told last may be a few steps behind.
        const progress = told && { ...told, ...reached }
        set({
          run: { status: 'done', ending, seconds, ...(progress && { progress }), ...(reached && { place: reached }) },
        })
        if (outcome.kind === 'finished') {
          // A result of data that were changed meanwhile is none of those at hand.
          const isOfThese = document.getState().data === data
          set({ modelOrigin: `${trainedOn}.`, test: isOfThese ? outcome.test : undefined })
        } else if (!reached) returnToModelBefore()
        else set({ modelOrigin: `${trainedOn}, stopped in epoch ${reached.epoch}.` })
      }
    } catch (error) {
      // The engine has the run still that did not go on.
      fail(troubleOf(error).message, false, session.getState().dataset && place)
    }
    await testIfPossible()
  }

  const actions: Actions = {
    ...createDataActions({
      engine,
      document,
      edits: documentEdits,
      session,
      metrics,
      stopTesting: () => testing?.abort(),
      testIfPossible,
      openModel: (files) => actions.openModel(files),
    }),
    async startDevice() {
      try {
        set({ device: await engine.call('startDevice'), deviceLost: false })
      } catch (error) {
        set({ deviceLost: true, deviceTrouble: troubleOf(error).message })
      }
    },
    applyTemplate(template) {
      const { stack, recipe } = template.build(dataShape(session.getState()))
      edit({ stack, recipe: { ...document.getState().recipe, ...recipe } })
    },
    addLayer: (at, className) => editStack((stack) => edits.insertLayer(stack, at, edits.createLayer(className))),
    moveLayer: (id, to) => editStack((stack) => edits.moveLayer(stack, id, to)),
    duplicateLayer: (id) => editStack((stack) => edits.duplicateLayer(stack, id)),
    removeLayer: (id) => editStack((stack) => edits.removeLayer(stack, id)),
    editLayer: (id, field, value) =>
      editStack((stack) => edits.updateLayer(stack, id, { [field]: value }), `layer ${id} ${field}`),
    setInput: (input) => editStack((stack) => edits.setInput(stack, input)),
    fixLayer: (id, fix) => editStack((stack) => edits.applyFix(stack, id, fix)),
    editRecipe(field, value) {
      const { recipe } = document.getState()
      if (!Object.is(recipe[field], value)) edit({ recipe: { ...recipe, [field]: value } }, `recipe ${field}`)
    },
    undo,
    redo,

    startTraining: () => train(),
    async continueTraining() {
      const { run } = session.getState()
      if ('place' in run) await train(run.place)
    },
    pause: () => control('pause'),
    resume: () => control('resume'),
    stop: () => control('stop'),

    async testModel() {
      testing?.abort()
      const controller = new AbortController()
      testing = controller
      set({ testing: true, useTrouble: undefined })
      try {
        set({ test: await engine.call('evaluate', undefined, { signal: controller.signal }) })
      } catch (error) {
        if (!isAbort(error)) set({ useTrouble: troubleOf(error) })
      } finally {
        if (testing === controller) {
          testing = undefined
          set({ testing: false })
        }
      }
    },
    async openModel(files) {
      testing?.abort()
      set({ opening: true, useTrouble: undefined, openNotes: [] })
      try {
        const { model, notes, test } = await engine.call('openModel', { files })
        metrics.clear()
        edit({ stack: model.stack, ...(model.recipe && { recipe: model.recipe }) })
        const modelOrigin = `Opened from ${files.map((file) => file.name).join(' + ')}.`
        set({ model, modelOrigin, modelSaved: true, openNotes: notes })
        set({ test, validation: undefined, run: { status: 'idle' }, runImages: undefined })
      } catch (error) {
        set({ useTrouble: troubleOf(error) })
        return
      } finally {
        set({ opening: false })
      }
      await testIfPossible()
    },
    async exportModel() {
      set({ useTrouble: undefined })
      try {
        const files = await engine.call('exportModel')
        set({ modelSaved: true })
        return files
      } catch (error) {
        set({ useTrouble: troubleOf(error) })
        return undefined
      }
    },
    dismiss: (trouble) => set({ [trouble]: undefined }),
  }
  return actions
}

function canTest(model: ModelSummary, dataset: DatasetSummary): boolean {
  return findMisfit(model, dataset) === undefined && dataset.perClass.test.some((images) => images > 0)
}
