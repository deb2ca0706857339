import { describe, expect, it, vi } from 'vitest'
import { EngineError } from '../engine/client'
import { createFakeEngine, type EngineScript, type FakeEngine } from '../engine/fake'
import type { DatasetSummary, DeviceReport, Evaluation, ModelSummary, RunOutcome } from '../engine/protocol'
import { DEFAULT_DATA_SHAPE } from '../model/shapes'
import { TEMPLATES } from '../model/templates'
import { createActions, type Actions } from './actions'
import { createDocumentStore, type DocumentStore } from './document'
import { createMetricsBuffer, type MetricsBuffer } from './metrics'
import { createSessionStore, type Session } from './session'

const CLASSES = '0123456789'.split('')

const DATASET: DatasetSummary = {
  name: 'Sample digits',
  images: 14_000,
  width: 28,
  height: 28,
  channels: 1,
  classes: CLASSES,
  perClass: {
    train: CLASSES.map(() => 1200),
    validation: CLASSES.map(() => 0),
    test: CLASSES.map(() => 200),
  },
  bytes: 0,
  seconds: 1,
  problems: [],
  problemCount: 0,
  notes: [],
}

const TEST: Evaluation = {
  split: 'test',
  images: 2000,
  classes: CLASSES,
  confusion: Array<number>(100).fill(20),
  loss: 2.3,
  accuracy: 0.1,
}

const lenet = TEMPLATES.find(({ name }) => name === 'LeNet-5') ?? TEMPLATES[0]

const MODEL: ModelSummary = {
  stack: TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack,
  classes: CLASSES,
  data: DEFAULT_DATA_SHAPE,
  parameters: 30_634,
}

const DEVICE: DeviceReport = { backend: 'webgpu', trainer: 'tfjs', adapter: 'apple metal-3', software: false }

const PROGRESS = {
  phase: 'training',
  epoch: 1,
  epochs: 2,
  step: 3,
  steps: 21,
  imagesPerSecond: 1000,
  secondsLeft: 9,
} as const

interface Stage {
  readonly engine: FakeEngine
  readonly actions: Actions
  readonly document: DocumentStore
  readonly metrics: MetricsBuffer
  session(): Session
}

function setStage(script: EngineScript): Stage {
  const engine = createFakeEngine(script)
  const document = createDocumentStore()
  const session = createSessionStore()
  session.setState({ device: DEVICE })
  const metrics = createMetricsBuffer((callback) => callback())
  const actions = createActions({ engine, document, session, metrics })
  return { engine, actions, document, metrics, session: () => session.getState() }
}

/** A run that goes on until the test ends it. */
function openRun(): { readonly script: EngineScript; end(outcome: RunOutcome): void; fail(error: EngineError): void } {
  let end: (outcome: RunOutcome) => void = () => undefined
  let fail: (error: EngineError) => void = () => undefined
  const outcome = new Promise<RunOutcome>((resolve, reject) => {
    end = resolve
    fail = reject
  })
  return {
    script: {
      makeSampleDigits: () => DATASET,
      train: ({ runId }, { emit }) => {
        emit({ type: 'runPrepared', runId, trainImages: 10_200, validationImages: 1800, model: MODEL })
        return outcome
      },
      pause: () => undefined,
      resume: () => undefined,
      stop: () => undefined,
      evaluate: () => TEST,
    },
    end,
    fail,
  }
}

describe('loading data', () => {
  it('shows progress, then the dataset', async () => {
    const seen: unknown[] = []
    const stage = setStage({
      makeSampleDigits: (_, { emit }) => {
        emit({ type: 'importProgress', phase: 'drawing', done: 7000, total: 14_000, imagesPerSecond: 9000 })
        seen.push(stage.session().importing)
        return DATASET
      },
    })
    await stage.actions.loadSampleDigits()
    expect(seen).toEqual([
      { name: 'Sample digits', phase: 'drawing', done: 7000, total: 14_000, imagesPerSecond: 9000 },
    ])
    expect(stage.session().importing).toBeUndefined()
    expect(stage.session().dataset).toBe(DATASET)
  })

  it('fits an untouched template to whichever data come last', async () => {
    const answers: ((dataset: DatasetSummary) => void)[] = []
    const { actions, document } = setStage({
      importFiles: () => new Promise((resolve) => void answers.push(resolve)),
    })
    const small = { ...DATASET, width: 20, height: 20, classes: ['cat', 'dog'] }
    const first = actions.openFiles([new File([], 'first.zip')])
    answers[0]?.(small)
    const second = actions.openFiles([new File([], 'second.zip')])
    answers[1]?.(DATASET)
    await Promise.all([first, second])
    expect(document.getState().stack).toEqual(TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack)
  })

  it('gives the output layer one unit a class', async () => {
    const classes = ['cat', 'dog', 'eel', 'fox']
    const { actions, document } = setStage({ importFiles: () => ({ ...DATASET, classes }) })
    await actions.openFiles([new File([], 'animals.zip')])
    expect(document.getState().stack.layers.at(-1)?.args).toMatchObject({ units: 4 })
  })

  it('keeps what was loaded before when a file is bad, and says why', async () => {
    const failure = { code: 'badInput', message: 'This is no zip.', file: 'digits.zip' } as const
    const { actions, session } = setStage({
      makeSampleDigits: () => DATASET,
      importFiles: () => Promise.reject(new EngineError(failure)),
    })
    await actions.loadSampleDigits()
    await actions.openFiles([new File([], 'digits.zip')])
    expect(session().dataset).toBe(DATASET)
    expect(session().importTrouble).toEqual({ message: 'This is no zip.', file: 'digits.zip' })
  })

  it('is cancelled without a complaint', async () => {
    const { actions, session } = setStage({ importFiles: () => new Promise(() => undefined) })
    const loading = actions.openFiles([new File([], 'digits.zip')])
    expect(session().importing?.name).toBe('digits.zip')
    actions.cancelImport()
    await loading
    expect(session().importing).toBeUndefined()
    expect(session().importTrouble).toBeUndefined()
  })

  it('waits for the run that uses the data', async () => {
    const run = openRun()
    const { actions, session, engine } = setStage(run.script)
    void actions.startTraining()
    await actions.loadSampleDigits()
    expect(session().importTrouble?.message).toContain('stop it')
    expect(engine.calls.map(({ name }) => name)).toEqual(['train'])
  })
})

describe('a run', () => {
  it('trains a snapshot of the document', () => {
    const run = openRun()
    const { actions, document, engine } = setStage(run.script)
    const { stack, recipe } = document.getState()
    void actions.startTraining()
    actions.editRecipe('epochs', 99)
    expect(engine.calls[0]).toEqual({ name: 'train', request: { runId: 1, stack, recipe } })
  })

  it('is prepared, runs, pauses, resumes and finishes', async () => {
    const run = openRun()
    const { actions, session, engine } = setStage(run.script)
    await actions.loadSampleDigits()
    const training = actions.startTraining()
    expect(session().run.status).toBe('preparing')
    expect(session().runImages).toEqual({ train: 10_200, validation: 1800 })

    engine.emit({ type: 'runProgress', runId: 1, ...PROGRESS })
    expect(session().run).toEqual({ status: 'running', runId: 1, progress: PROGRESS })
    actions.pause()
    engine.emit({ type: 'runPaused', runId: 1 })
    expect(session().run.status).toBe('paused')
    actions.resume()
    engine.emit({ type: 'runResumed', runId: 1 })
    expect(session().run.status).toBe('running')

    run.end({ kind: 'finished', seconds: 4, test: TEST })
    await training
    expect(session().run).toEqual({ status: 'done', ending: 'finished', seconds: 4, progress: PROGRESS })
    expect(session().test).toBe(TEST)
    expect(engine.calls.map(({ name }) => name)).toEqual(['makeSampleDigits', 'train', 'pause', 'resume'])
  })

  it('keeps its curves and its latest look at the validation images', () => {
    const run = openRun()
    const { actions, session, metrics, engine } = setStage(run.script)
    void actions.startTraining()
    const points = { epoch: [0.5, 1], loss: [2, 1], accuracy: [0.3, 0.6] }
    engine.emit({ type: 'trainPoints', runId: 1, points })
    const validation = { ...TEST, split: 'validation' } as const
    engine.emit({ type: 'epochEnd', runId: 1, epoch: 1, train: { loss: 1.5, accuracy: 0.45 }, validation })
    expect(metrics.buckets('loss', 10).map(({ mean }) => mean)).toEqual([2, 1])
    expect(metrics.epochs()).toMatchObject([{ epoch: 1, validation: { loss: 2.3, accuracy: 0.1 } }])
    expect(session().validation).toEqual({ ...validation, epoch: 1 })
  })

  it('is not touched by what comes late from the one before', async () => {
    const first = openRun()
    const { actions, session, metrics, engine } = setStage(first.script)
    const training = actions.startTraining()
    first.end({ kind: 'stopped', epoch: 1, step: 1, seconds: 1 })
    await training
    void actions.startTraining()
    engine.emit({ type: 'trainPoints', runId: 1, points: { epoch: [1], loss: [1], accuracy: [1] } })
    engine.emit({ type: 'runProgress', runId: 1, ...PROGRESS })
    expect(metrics.buckets('loss', 10)).toEqual([])
    expect(session().run).toEqual({ status: 'preparing', runId: 2 })
  })

  it('is tested once it was stopped', async () => {
    const run = openRun()
    const { actions, session, engine } = setStage(run.script)
    await actions.loadSampleDigits()
    const training = actions.startTraining()
    engine.emit({ type: 'runProgress', runId: 1, ...PROGRESS })
    actions.stop()
    expect(session().run.status).toBe('stopping')
    run.end({ kind: 'stopped', epoch: 1, step: 5, seconds: 2 })
    await training
    expect(session().run).toMatchObject({ status: 'done', ending: 'stopped', progress: { ...PROGRESS, step: 5 } })
    expect(session().test).toBe(TEST)
  })

  it('that fails at once leaves the model from before', async () => {
    const run = openRun()
    const before: ModelSummary = { ...MODEL, parameters: 7850 }
    const { actions, session } = setStage({ ...run.script, openModel: () => ({ model: before, notes: [] }) })
    await actions.openModel([new File([], 'model.json')])
    const training = actions.startTraining()
    expect(session().model).toBe(MODEL)
    run.end({ kind: 'failed', message: 'The loss became infinite in epoch 1, step 2.', trained: false })
    await training
    expect(session().run).toMatchObject({ status: 'failed', message: 'The loss became infinite in epoch 1, step 2.' })
    expect(session().model).toBe(before)
  })

  it('that is stopped before its first step leaves the model from before', async () => {
    const run = openRun()
    const before: ModelSummary = { ...MODEL, parameters: 7850 }
    const { actions, session } = setStage({ ...run.script, openModel: () => ({ model: before, notes: [] }) })
    await actions.openModel([new File([], 'model.json')])
    const training = actions.startTraining()
    run.end({ kind: 'stopped', epoch: 1, step: 0, seconds: 1 })
    await training
    expect(session().run).toMatchObject({ status: 'done', ending: 'stopped' })
    expect(session()).toMatchObject({ model: before, modelOrigin: 'Opened from model.json.', modelSaved: true })
  })

  it('goes on after the loss of the device, and the page says so', async () => {
    const fallback: DeviceReport = { backend: 'cpu', trainer: 'tfjs', software: true, reason: 'No adapter is left.' }
    const { actions, session, engine, metrics } = setStage({ ...openRun().script, startDevice: () => fallback })
    void actions.startTraining()
    engine.emit({ type: 'runProgress', runId: 1, ...PROGRESS })
    engine.emit({
      type: 'trainPoints',
      runId: 1,
      points: { epoch: [0.5, 1, 1.5], loss: [2, 1, 0], accuracy: [0, 0, 0] },
    })
    engine.emit({ type: 'runPaused', runId: 1 })
    engine.emit({ type: 'deviceLost', message: 'The browser lost the graphics device.' })
    expect(session()).toMatchObject({ run: { status: 'paused' }, device: undefined, deviceTrouble: undefined })
    const message = 'The graphics device was lost; training went on from the end of epoch 1 on a new one.'
    engine.emit({ type: 'runRecovered', runId: 1, epoch: 1, message })
    expect(session()).toMatchObject({ run: { status: 'running' }, deviceTrouble: message })
    expect(metrics.buckets('loss', 10).map(({ mean }) => mean)).toEqual([2, 1])
    await vi.waitFor(() => expect(session().device).toBe(fallback))
  })

  it('that fails later leaves what its last good epoch made', async () => {
    const run = openRun()
    const { actions, session } = setStage(run.script)
    const training = actions.startTraining()
    run.end({ kind: 'failed', message: 'The loss became infinite in epoch 2, step 1.', trained: true })
    await training
    expect(session().model).toBe(MODEL)
  })

  it('ends with the engine, and the page says that data and model are gone', async () => {
    const run = openRun()
    const { actions, session, engine } = setStage(run.script)
    await actions.loadSampleDigits()
    const training = actions.startTraining()
    const message = 'The training engine failed: load the data again.'
    run.fail(new EngineError({ code: 'internal', message }))
    engine.emit({ type: 'engineRestarted', message })
    await training
    expect(session()).toMatchObject({ run: { status: 'failed', message }, deviceTrouble: message })
    expect(session().dataset).toBeUndefined()
    expect(session().model).toBeUndefined()
  })

  it('says what it computes on after the device was lost', async () => {
    const fallback: DeviceReport = { backend: 'cpu', trainer: 'tfjs', software: true, reason: 'No adapter is left.' }
    const { actions, session, engine } = setStage({ ...openRun().script, startDevice: () => fallback })
    engine.emit({ type: 'deviceLost', message: 'The browser lost the graphics device.' })
    expect(session().device).toBeUndefined()
    void actions.startTraining()
    await vi.waitFor(() => expect(session().device).toBe(fallback))
  })
})

describe('a model from files', () => {
  it('brings its stack into the document, as one step that can be undone', async () => {
    const { stack } = lenet.build(DEFAULT_DATA_SHAPE)
    const { actions, document, session } = setStage({
      openModel: () => ({ model: { ...MODEL, stack }, notes: ['The optimizer was left out.'], test: TEST }),
    })
    const before = document.getState().stack
    await actions.openFiles([new File([], 'model.json'), new File([], 'weights.bin')])
    expect(document.getState().stack).toBe(stack)
    expect(session()).toMatchObject({ test: TEST, openNotes: ['The optimizer was left out.'], opening: false })
    actions.undo()
    expect(document.getState().stack).toBe(before)
  })

  it('that is bad leaves everything as it was, and says why', async () => {
    const failure = { code: 'badInput', message: 'weights.bin is missing.', file: 'model.json' } as const
    const { actions, document, session } = setStage({ openModel: () => Promise.reject(new EngineError(failure)) })
    const before = document.getState()
    await actions.openModel([new File([], 'model.json')])
    expect(session().useTrouble).toEqual({ message: 'weights.bin is missing.', file: 'model.json' })
    expect(document.getState()).toBe(before)
    actions.dismiss('useTrouble')
    expect(session().useTrouble).toBeUndefined()
  })

  it('that is bad is told, though the one before waits for its test', async () => {
    const { actions, session } = setStage({
      makeSampleDigits: () => DATASET,
      openModel: ({ files }) => {
        if (files.length > 0) return { model: MODEL, notes: [] }
        throw new EngineError({ code: 'badInput', message: 'There is no model.json.' })
      },
      evaluate: () => Promise.reject(new EngineError({ code: 'busy', message: 'Wait.' })),
    })
    await actions.loadSampleDigits()
    await actions.openModel([new File([], 'model.json')])
    expect(session().useTrouble?.message).toBe('Wait.')
    await actions.openModel([])
    expect(session().useTrouble?.message).toBe('There is no model.json.')
  })

  it('is tested as soon as there are data that fit it', async () => {
    const { actions, session } = setStage({
      openModel: () => ({ model: MODEL, notes: [] }),
      makeSampleDigits: () => DATASET,
      importFiles: ({ files }) =>
        files[0]?.name === 'wide.zip'
          ? { ...DATASET, width: 32 }
          : { ...DATASET, classes: [...CLASSES.slice(1), 'ten'] },
      evaluate: () => TEST,
    })
    await actions.openModel([new File([], 'model.json')])
    for (const name of ['wide.zip', 'other.zip']) {
      await actions.openFiles([new File([], name)])
      expect(session()).toMatchObject({ test: undefined, useTrouble: undefined })
    }
    await actions.loadSampleDigits()
    expect(session().test).toBe(TEST)
  })

  it('is not exported before there is one, and the page says so', async () => {
    const failure = { code: 'badInput', message: 'There is no trained model yet.' } as const
    const { actions, session } = setStage({ exportModel: () => Promise.reject(new EngineError(failure)) })
    expect(await actions.exportModel()).toBeUndefined()
    expect(session().useTrouble?.message).toBe('There is no trained model yet.')
  })
})

describe('where a model comes from', () => {
  it('is told of a run by its data, and asked for as long as no file holds the model', async () => {
    const { script, end } = openRun()
    const { actions, session } = setStage({
      ...script,
      exportModel: () => ({ modelJson: '{}', weights: new ArrayBuffer(0) }),
    })
    await actions.loadSampleDigits()
    const run = actions.startTraining()
    end({ kind: 'stopped', epoch: 2, step: 3, seconds: 1 })
    await run
    expect(session()).toMatchObject({ modelOrigin: 'Trained on Sample digits, stopped in epoch 2.', modelSaved: false })
    await actions.exportModel()
    expect(session().modelSaved).toBe(true)
  })

  it('is the model before again when the run fails at once', async () => {
    const { script, end } = openRun()
    const { actions, session } = setStage({ ...script, openModel: () => ({ model: MODEL, notes: [] }) })
    await actions.loadSampleDigits()
    await actions.openModel([new File([], 'model.json'), new File([], 'weights.bin')])
    const run = actions.startTraining()
    end({ kind: 'failed', message: 'The loss is no number.', trained: false })
    await run
    expect(session()).toMatchObject({ modelOrigin: 'Opened from model.json + weights.bin.', modelSaved: true })
  })
})

describe('other data after a run', () => {
  it('leave no curve and no result of the data before', async () => {
    const { script, end } = openRun()
    const { actions, session, engine, metrics } = setStage(script)
    await actions.loadSampleDigits()
    const run = actions.startTraining()
    engine.emit({ type: 'epochEnd', runId: 1, epoch: 1, train: { loss: 1, accuracy: 0.5 } })
    end({ kind: 'finished', seconds: 1, test: { ...TEST, accuracy: 0.9 } })
    await run
    expect(session().test?.accuracy).toBe(0.9)
    await actions.loadSampleDigits()
    expect(metrics.epochs()).toEqual([])
    expect(session()).toMatchObject({ run: { status: 'idle' }, test: TEST })
  })

  it('do not wait for a test of the model, which is taken up again after a failed import', async () => {
    let tests = 0
    const { actions, session } = setStage({
      openModel: () => ({ model: MODEL, notes: [] }),
      makeSampleDigits: () => DATASET,
      importFiles: () => Promise.reject(new EngineError({ code: 'badInput', message: 'No zip.' })),
      evaluate: (_, { signal }) =>
        tests++ === 0
          ? new Promise((_resolve, reject) => {
              signal?.addEventListener('abort', () =>
                reject(new EngineError({ code: 'aborted', message: 'Cancelled.' })),
              )
            })
          : TEST,
    })
    await actions.openModel([new File([], 'model.json')])
    const loading = actions.loadSampleDigits()
    await vi.waitFor(() => expect(session().testing).toBe(true))
    await actions.openFiles([new File([], 'broken.zip')])
    await loading
    expect(session()).toMatchObject({ testing: false, useTrouble: undefined, test: TEST })
    expect(session().importTrouble?.message).toBe('No zip.')
  })
})

describe('editing the recipe', () => {
  it('has no step of undo for a value that stays the same', () => {
    const { actions, document } = setStage({})
    actions.editRecipe('learningRate', document.getState().recipe.learningRate)
    expect(document.temporal.getState().pastStates).toHaveLength(0)
  })
})

describe('editing layers', () => {
  it('takes the keystrokes in one field of one layer as one step of undo', () => {
    const { actions, document } = setStage({})
    const [first, second] = document.getState().stack.layers.filter(({ className }) => className === 'Conv2D')
    const filters = (): unknown[] =>
      document.getState().stack.layers.flatMap(({ args }) => ('filters' in args ? [args.filters] : []))
    const before = filters()
    for (const value of [1, 12, 128]) actions.editLayer(first?.id ?? '', 'filters', value)
    actions.editLayer(second?.id ?? '', 'filters', 8)
    expect(filters()).toEqual([128, 8])
    actions.undo()
    expect(filters()).toEqual([128, before[1]])
    actions.undo()
    expect(filters()).toEqual(before)
    actions.redo()
    actions.redo()
    expect(filters()).toEqual([128, 8])
  })

  it('starts from a template, and can go back', () => {
    const { actions, document } = setStage({})
    const before = document.getState().stack
    actions.applyTemplate(lenet)
    expect(document.getState().stack.layers.map(({ className }) => className)).toContain('Flatten')
    expect(document.getState().stack).not.toBe(before)
    actions.undo()
    expect(document.getState().stack).toBe(before)
  })
})
