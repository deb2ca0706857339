/**
 * What a person can do, as functions: each edits the document or asks the engine, and keeps the session true to the answers.
 * Data flows one way: panel -> action -> document -> snapshot -> engine -> events -> session and metrics -> panels.
 */
import { EngineError, type Engine } from '../engine/client'
import type {
  DatasetSummary,
  ModelFiles,
  ModelSummary,
  RunProgress,
  ThumbnailQuery,
  Thumbnails,
} from '../engine/protocol'
import { findMisfit } from '../model/fit'
import type { ArgumentValue, LayerFix } from '../model/layers/define'
import type { LayerClassName } from '../model/layers/registry'
import type { Recipe } from '../model/recipe'
import { DEFAULT_DATA_SHAPE, type DataShape } from '../model/shapes'
import * as edits from '../model/stack'
import type { Stack } from '../model/stack'
import { adaptStack, type Template } from '../model/templates'
import { applyEvent } from './applyEvent'
import { createDocumentEdits, type DocumentStore } from './document'
import type { MetricsBuffer } from './metrics'
import { isTraining, type RunState, type Session, type SessionStore, type Trouble } from './session'

const SAMPLE_SEED = 42

export interface Actions {
  /** Finds out what the engine computes on. */
  startDevice(): Promise<void>
  /** Sorts what was chosen or dropped: a model goes to `openModel`, everything else is read as data. */
  openFiles(files: readonly File[]): Promise<void>
  loadSampleDigits(): Promise<void>
  cancelImport(): void
  thumbnails(query: ThumbnailQuery, signal: AbortSignal): Promise<Thumbnails>

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
  pause(): void
  resume(): void
  stop(): void
  /** Tests the current model on the test split. */
  testModel(): Promise<void>
  openModel(files: readonly File[]): Promise<void>
  /** The current model's files, or nothing when there is none or the engine refuses. */
  exportModel(): Promise<ModelFiles | undefined>
  dismiss(trouble: 'importTrouble' | 'useTrouble' | 'documentTrouble' | 'deviceTrouble'): void
}

export interface ActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly metrics: MetricsBuffer
}

export function createActions({ engine, document, session, metrics }: ActionsParts): Actions {
  const { edit, adapt, undo, redo } = createDocumentEdits(document)
  const set = (change: Partial<Session>): void => session.setState(change)
  const editStack = (change: (stack: Stack) => Stack, field?: string): void =>
    edit({ stack: change(document.getState().stack) }, field)

  let lastRunId = 0
  let importing: AbortController | undefined
  let testing: AbortController | undefined

  engine.subscribe((event) => {
    applyEvent(event, session, metrics)
    // A run after the loss of a device has found one again, though not always one as good.
    const isOnDevice = event.type === 'runPrepared' || event.type === 'runRecovered'
    if (isOnDevice && !session.getState().device) void actions.startDevice()
  })

  const load = async (
    name: string,
    phase: 'reading' | 'drawing',
    ask: (signal: AbortSignal) => Promise<DatasetSummary>,
  ): Promise<void> => {
    if (isTraining(session.getState().run)) {
      set({ importTrouble: { message: 'A training run is using the data: stop it, then load other data.' } })
      return
    }
    testing?.abort()
    importing?.abort()
    const controller = new AbortController()
    importing = controller
    set({ importing: { name, phase, done: 0, total: 0, imagesPerSecond: 0 }, importTrouble: undefined })
    try {
      const dataset = await ask(controller.signal)
      const before = dataShape(session.getState())
      // The curves and results on show are those of other data.
      metrics.clear()
      set({ dataset, run: { status: 'idle' }, runImages: undefined, test: undefined, validation: undefined })
      followData(before)
    } catch (error) {
      if (!isAbort(error)) set({ importTrouble: troubleOf(error) })
    } finally {
      if (importing === controller) {
        importing = undefined
        set({ importing: undefined })
      }
    }
    if (!importing) await testIfPossible()
  }

  const followData = (before: DataShape): void => {
    const now = dataShape(session.getState())
    adapt((stack) => adaptStack(stack, before, now))
  }

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

  const actions: Actions = {
    async startDevice() {
      try {
        set({ device: await engine.call('startDevice') })
      } catch (error) {
        set({ deviceTrouble: troubleOf(error).message })
      }
    },
    async openFiles(files) {
      if (files.length === 0) return
      if (isModel(files)) return actions.openModel(files)
      const name = files.map((file) => file.name).join(' + ')
      await load(name, 'reading', (signal) => engine.call('importFiles', { files }, { signal }))
    },
    async loadSampleDigits() {
      await load('Sample digits', 'drawing', (signal) =>
        engine.call('makeSampleDigits', { seed: SAMPLE_SEED }, { signal }),
      )
    },
    cancelImport: () => importing?.abort(),
    thumbnails: (query, signal) => engine.call('thumbnails', query, { signal }),

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

    async startTraining() {
      const { stack, recipe } = document.getState()
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
      const fail = (message: string, trained: boolean): void => {
        const progress = lastProgress()
        const run: RunState = { status: 'failed', message, ...(progress && { progress }) }
        set({ run })
        if (trained) set({ modelOrigin: `${trainedOn}, up to the end of the last epoch before the run failed.` })
        else returnToModelBefore()
      }
      testing?.abort()
      metrics.clear()
      set({
        run: { status: 'preparing', runId },
        modelSaved: false,
        runImages: undefined,
        validation: undefined,
        test: undefined,
        useTrouble: undefined,
      })
      try {
        const outcome = await engine.call('train', { runId, stack, recipe })
        if (outcome.kind === 'failed') {
          fail(outcome.message, outcome.trained)
        } else {
          const { kind: ending, seconds } = outcome
          const told = lastProgress()
          // What was told last may be a few steps behind.
          const progress = told && ending === 'stopped' ? { ...told, epoch: outcome.epoch, step: outcome.step } : told
          set({ run: { status: 'done', ending, seconds, ...(progress && { progress }) } })
          if (ending === 'finished') set({ modelOrigin: `${trainedOn}.`, test: outcome.test })
          else if (outcome.epoch === 1 && outcome.step === 0) returnToModelBefore()
          else set({ modelOrigin: `${trainedOn}, stopped in epoch ${outcome.epoch}.` })
        }
      } catch (error) {
        fail(troubleOf(error).message, false)
      }
      await testIfPossible()
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

/** The shape that the stack is drawn up for: the dataset's; without one, the current model's; without either, MNIST's. */
export function dataShape({ dataset, model }: Pick<Session, 'dataset' | 'model'>): DataShape {
  if (!dataset) return model?.data ?? DEFAULT_DATA_SHAPE
  const { height, width, channels, classes } = dataset
  return { height, width, channels, classes: classes.length }
}

function canTest(model: ModelSummary, dataset: DatasetSummary): boolean {
  return findMisfit(model, dataset) === undefined && dataset.perClass.test.some((images) => images > 0)
}

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof EngineError)) throw error
  const { message, file, row } = error
  return { message, ...(file !== undefined && { file }), ...(row !== undefined && { row }) }
}

function isAbort(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'aborted'
}

/** A model is JSON with or without its weights; anything else beside a JSON file, such as a zip, makes it data. */
function isModel(files: readonly File[]): boolean {
  const endings = files.map((file) => file.name.slice(file.name.lastIndexOf('.')).toLowerCase())
  return endings.includes('.json') && endings.every((ending) => ending === '.json' || ending === '.bin')
}
