import type { ModelSummary } from '../../engine/protocol/model'
import type { DeviceReport } from '../../engine/protocol/device'
import type { SeenBatch } from '../../engine/protocol/run'
import { describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../engine/client'
import { DATASET, TEST, MODEL, PROGRESS, openRun, loaded, ready, setStage, sources, opened } from '../actions.fixture'

const BATCH: SeenBatch = {
  place: { epoch: 1, step: 1, steps: 21 },
  images: 500,
  loss: 2.3,
  correct: 50,
  learningRate: 0.001,
  shown: [],
  rgba: new Uint8ClampedArray(),
  width: 28,
  height: 28,
  augmented: false,
  weighted: false,
  layers: [],
}

describe('a run', () => {
  it('trains a snapshot of the document', () => {
    const run = openRun()
    const { actions, document, engine } = setStage(run.script)
    const { stack, recipe, data } = document.getState()
    void actions.startTraining()
    actions.editRecipe('epochs', 99)
    expect(engine.calls[0]).toEqual({
      name: 'train',
      request: { runId: 1, stack, recipe, data, from: 'start', keepWeights: false },
    })
  })

  it('is prepared, runs, pauses, resumes and finishes', async () => {
    const run = openRun()
    const { actions, session, engine } = setStage(run.script)
    await actions.loadSampleDigits()
    const training = actions.startTraining()
    expect(session().run.state.status).toBe('preparing')
    expect(session().run.images).toEqual({ train: 10_200, validation: 1800 })
    engine.emitRun(1, { type: 'compiling', kernels: 14 })
    expect(session().run.state).toEqual({ status: 'compiling', runId: 1, kernels: 14 })
    engine.emitRun(1, { type: 'prepared', trainImages: 10_200, validationImages: 1800, model: MODEL })
    expect(session().run.state).toEqual({ status: 'running', runId: 1 })

    engine.emitRun(1, { type: 'progress', ...PROGRESS })
    expect(session().run.state).toEqual({ status: 'running', runId: 1, progress: PROGRESS })
    actions.pause()
    engine.emitRun(1, { type: 'paused' })
    expect(session().run.state.status).toBe('paused')
    actions.resume()
    engine.emitRun(1, { type: 'resumed' })
    expect(session().run.state.status).toBe('running')

    const place = { epoch: 2, step: 21, steps: 21 }
    run.end({ kind: 'finished', seconds: 4, test: TEST, place })
    await training
    const progress = { ...PROGRESS, ...place }
    expect(session().run.state).toEqual({ status: 'done', runId: 1, ending: 'finished', seconds: 4, progress, place })
    expect(session().model.test).toBe(TEST)
    expect(engine.calls.map(({ name }) => name)).toEqual([
      'makeSampleDigits',
      'train',
      'pause',
      'resume',
      'lookAtImages',
    ])
  })

  it('logs what callbacks did, and says why it ended early', async () => {
    const run = openRun()
    const { actions, session, metrics, engine } = setStage(run.script)
    const training = actions.startTraining()
    engine.emitRun(1, { type: 'prepared', trainImages: 10_200, validationImages: 1800, model: MODEL })
    const place = { epoch: 3, step: 21, steps: 21 }
    engine.emitRun(1, { type: 'callback', place, did: 'rate', message: 'Epoch 3: learning rate 0.0002' })
    expect(metrics.of(1).log()).toEqual([{ position: 3, did: 'rate', message: 'Epoch 3: learning rate 0.0002' }])
    const stoppedEarly = 'val_loss did not fall for 2 epochs'
    run.end({ kind: 'finished', seconds: 4, place, stoppedEarly, weightsOf: 1, restored: 1 })
    await training
    expect(session().run.state).toMatchObject({ ending: 'finished', early: stoppedEarly, restored: 1, place })
    expect(session().model.origin).toBe('Trained on no data. These are the weights of epoch 1.')
  })

  it('does one batch at a press, from its beginning on, and stays paused to whoever looks on', async () => {
    const run = openRun()
    const { actions, session, engine } = setStage({ ...run.script, step: () => undefined })
    void actions.step()
    expect(engine.calls[0]).toMatchObject({ name: 'train', request: { runId: 1, from: 'start', forOneStep: true } })
    expect(session().run.stepping).toBe(true)
    engine.emitRun(1, { type: 'batch', batch: BATCH })
    engine.emitRun(1, { type: 'progress', ...PROGRESS })
    engine.emitRun(1, { type: 'paused' })
    expect(session().run).toMatchObject({ state: { status: 'paused' }, stepping: false, batch: BATCH })

    void actions.step()
    expect(engine.calls.at(-1)).toEqual({ name: 'step', request: { runId: 1 } })
    engine.emitRun(1, { type: 'resumed', forOneStep: true })
    expect(session().run).toMatchObject({ state: { status: 'paused' }, stepping: true })
    engine.emitRun(1, { type: 'paused' })
    actions.resume()
    engine.emitRun(1, { type: 'resumed' })
    expect(session().run).toMatchObject({ state: { status: 'running' }, stepping: false })
    const { length } = engine.calls
    await actions.step()
    expect(engine.calls).toHaveLength(length)
    run.end({ kind: 'stopped', seconds: 1 })
    await vi.waitFor(() => expect(session().run.state.status).toBe('done'))

    void actions.startTraining()
    expect(session().run.batch).toBeUndefined()
  })

  it('takes another learning rate while it is paused, and not otherwise', () => {
    const run = openRun()
    const { actions, engine } = setStage(run.script)
    void actions.startTraining()
    engine.emitRun(1, { type: 'progress', ...PROGRESS })
    actions.setLearningRate(0.5)
    expect(engine.calls.map(({ name }) => name)).toEqual(['train'])
    engine.emitRun(1, { type: 'paused' })
    actions.setLearningRate(0.0005)
    expect(engine.calls.at(-1)).toEqual({ name: 'setLearningRate', request: { runId: 1, learningRate: 0.0005 } })
  })

  it('keeps its curves and its latest look at the validation images', () => {
    const run = openRun()
    const { actions, session, metrics, engine } = setStage(run.script)
    void actions.startTraining()
    const points = {
      epoch: [0.5, 1],
      loss: [2, 1],
      accuracy: [0.3, 0.6],
      learningRate: [0.01, 0.01],
      imagesPerSecond: [100, 100],
    }
    engine.emitRun(1, { type: 'points', points })
    const validation = { ...TEST, split: 'validation' } as const
    engine.emitRun(1, {
      type: 'epochEnd',
      epoch: 1,
      learningRate: 0.01,
      train: { loss: 1.5, accuracy: 0.45 },
      validation,
    })
    expect(
      metrics
        .of(1)
        .buckets('loss', 10)
        .map(({ mean }) => mean),
    ).toEqual([2, 1])
    expect(metrics.of(1).epochs()).toMatchObject([{ epoch: 1, validation: { loss: 2.3, accuracy: 0.1 } }])
    expect(session().run.validation).toEqual({ ...validation, epoch: 1 })
  })

  it('is not touched by what comes late from the one before', async () => {
    const first = openRun()
    const { actions, session, metrics, engine } = setStage(first.script)
    const training = actions.startTraining()
    first.end({ kind: 'stopped', place: { epoch: 1, step: 1, steps: 21 }, seconds: 1 })
    await training
    void actions.startTraining()
    engine.emitRun(1, {
      type: 'points',
      points: { epoch: [1], loss: [1], accuracy: [1], learningRate: [0.01], imagesPerSecond: [100] },
    })
    engine.emitRun(1, { type: 'progress', ...PROGRESS })
    expect([1, 2].map((id) => metrics.of(id).buckets('loss', 10))).toEqual([[], []])
    expect(session().run.state).toEqual({ status: 'preparing', runId: 2 })
  })

  it('is tested once it was stopped', async () => {
    const run = openRun()
    const { actions, session, engine } = setStage(run.script)
    await actions.loadSampleDigits()
    const training = actions.startTraining()
    engine.emitRun(1, { type: 'progress', ...PROGRESS })
    actions.stop()
    expect(session().run.state.status).toBe('stopping')
    run.end({ kind: 'stopped', place: { epoch: 1, step: 5, steps: 21 }, seconds: 2 })
    await training
    expect(session().run.state).toMatchObject({ status: 'done', ending: 'stopped', progress: { ...PROGRESS, step: 5 } })
    expect(session().model.test).toBe(TEST)
  })

  it('that fails at once leaves the model from before', async () => {
    const run = openRun()
    const before: ModelSummary = { ...MODEL, parameters: 7850 }
    const { actions, session } = setStage({ ...run.script, openFiles: () => opened(before) })
    await actions.openModel([new File([], 'model.json')])
    const training = actions.startTraining()
    expect(session().model.current).toBe(MODEL)
    run.end({ kind: 'failed', message: 'The loss became infinite in epoch 1, step 2.', trained: false })
    await training
    expect(session().run.state).toMatchObject({
      status: 'failed',
      message: 'The loss became infinite in epoch 1, step 2.',
    })
    expect(session().model.current).toBe(before)
  })

  it('that is stopped before its first step leaves the model from before', async () => {
    const run = openRun()
    const before: ModelSummary = { ...MODEL, parameters: 7850 }
    const { actions, session } = setStage({ ...run.script, openFiles: () => opened(before) })
    await actions.openModel([new File([], 'model.json')])
    const training = actions.startTraining()
    run.end({ kind: 'stopped', seconds: 1 })
    await training
    expect(session().run.state).toMatchObject({ status: 'done', ending: 'stopped' })
    expect(session()).toMatchObject({ model: { current: before, origin: 'Opened from model.json.', saved: true } })
  })

  it('goes on after the loss of the device, and the page says so', async () => {
    const fallback: DeviceReport = { backend: 'cpu', trainer: 'tfjs', software: true, reason: 'No adapter is left.' }
    const { actions, session, engine, metrics } = setStage({ ...openRun().script, startDevice: () => fallback })
    void actions.startTraining()
    engine.emitRun(1, { type: 'progress', ...PROGRESS })
    engine.emitRun(1, {
      type: 'points',
      points: {
        epoch: [0.5, 1, 1.5],
        loss: [2, 1, 0],
        accuracy: [0, 0, 0],
        learningRate: [0.01, 0.01, 0.01],
        imagesPerSecond: [100, 100, 100],
      },
    })
    engine.emitRun(1, { type: 'paused' })
    engine.emit({ type: 'deviceLost', message: 'The browser lost the graphics device.' })
    expect(session()).toMatchObject({
      run: { state: { status: 'paused' } },
      device: { report: undefined, trouble: undefined },
    })
    const message = 'The graphics device was lost; training went on from the end of epoch 1 on a new one.'
    engine.emit({ type: 'trainerChosen', choice: { trainer: 'tfjs' } })
    engine.emitRun(1, { type: 'recovered', place: { epoch: 1, step: 21, steps: 21 }, message })
    expect(session()).toMatchObject({ run: { state: { status: 'running' } }, device: { trouble: message } })
    expect(
      metrics
        .of(1)
        .buckets('loss', 10)
        .map(({ mean }) => mean),
    ).toEqual([2, 1])
    await vi.waitFor(() => expect(session().device.report).toBe(fallback))
    // The second loss ends the run: that it went on is true no more.
    engine.emit({ type: 'deviceLost', message: 'The browser lost the graphics device.' })
    expect(session()).toMatchObject({ device: { trouble: undefined, report: undefined, lost: true } })
  })

  it('goes on from where it failed, and keeps the curves up to there', async () => {
    const [first, second] = [openRun(), openRun()]
    let script = first.script
    const { actions, session, metrics, engine } = setStage({
      ...script,
      train: (request, tools) => script.train!(request, tools),
    })
    const training = actions.startTraining()
    engine.emitRun(1, {
      type: 'points',
      points: {
        epoch: [0.5, 1, 1.5],
        loss: [3, 2, 1],
        accuracy: [0, 0, 0],
        learningRate: [0.01, 0.01, 0.01],
        imagesPerSecond: [100, 100, 100],
      },
    })
    const place = { epoch: 1, step: 2, steps: 2 }
    first.end({ kind: 'failed', message: 'The browser lost the graphics device.', trained: true, place })
    await training
    expect(session().run.state).toMatchObject({ status: 'failed', place })

    script = second.script
    const continued = actions.continueTraining()
    expect(engine.calls.at(-1)).toMatchObject({ name: 'train', request: { runId: 1, from: 'checkpoint' } })
    expect(
      metrics
        .of(1)
        .buckets('loss', 10)
        .map(({ mean }) => mean),
    ).toEqual([3, 2])
    engine.emitRun(1, {
      type: 'points',
      points: {
        epoch: [1.5, 2],
        loss: [1, 0],
        accuracy: [0, 0],
        learningRate: [0.01, 0.01],
        imagesPerSecond: [100, 100],
      },
    })
    second.end({ kind: 'finished', seconds: 3, place: { ...place, epoch: 2 } })
    await continued
    expect(
      metrics
        .of(1)
        .buckets('loss', 10)
        .map(({ mean }) => mean),
    ).toEqual([3, 2, 1, 0])
    expect(session().run.state).toMatchObject({ status: 'done', ending: 'finished' })
  })

  it('can be asked to go on again when the engine refused', async () => {
    const run = openRun()
    let refuse = false
    const { actions, session } = setStage({
      ...run.script,
      train: (request, tools) => {
        if (refuse) throw new EngineError({ code: 'busy', message: 'A model is being tested: wait until it is done.' })
        return run.script.train!(request, tools)
      },
    })
    await actions.loadSampleDigits()
    const training = actions.startTraining()
    const place = { epoch: 1, step: 5, steps: 21 }
    run.end({ kind: 'stopped', place, seconds: 2 })
    await training
    refuse = true
    await actions.continueTraining()
    expect(session()).toMatchObject({
      run: { state: { status: 'failed', place } },
      model: { current: MODEL, test: TEST },
    })
  })

  it('that fails later leaves what its last good epoch made', async () => {
    const run = openRun()
    const { actions, session } = setStage(run.script)
    const training = actions.startTraining()
    run.end({ kind: 'failed', message: 'The loss became infinite in epoch 2, step 1.', trained: true })
    await training
    expect(session().model.current).toBe(MODEL)
    expect(session().model.origin).toBe('Trained on no data. The run failed; these are its last good weights.')
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
    expect(session()).toMatchObject({ run: { state: { status: 'failed', message } }, device: { trouble: message } })
    expect(session().data.dataset).toBeUndefined()
    expect(session().model.current).toBeUndefined()
  })

  it('that had ended is gone with the engine, whose trouble is told until data are loaded again', async () => {
    const run = openRun()
    const { actions, session, engine } = setStage(run.script)
    await actions.loadSampleDigits()
    const training = actions.startTraining()
    run.end({ kind: 'finished', seconds: 1, place: { epoch: 2, step: 21, steps: 21 } })
    await training
    const message = 'The training engine failed: load the data again.'
    engine.emit({ type: 'engineRestarted', message })
    expect(session()).toMatchObject({ run: { state: { status: 'idle' } }, device: { trouble: message } })
    await actions.loadSampleDigits()
    expect(session().device.trouble).toBeUndefined()
  })

  it('says what it computes on after the device was lost', async () => {
    const fallback: DeviceReport = { backend: 'cpu', trainer: 'tfjs', software: true, reason: 'No adapter is left.' }
    const { actions, session, engine } = setStage({ ...openRun().script, startDevice: () => fallback })
    engine.emit({ type: 'deviceLost', message: 'The browser lost the graphics device.' })
    expect(session()).toMatchObject({ device: { report: undefined, trouble: 'The browser lost the graphics device.' } })
    void actions.startTraining()
    expect(session().device.trouble).toBeUndefined()
    await vi.waitFor(() => expect(session()).toMatchObject({ device: { report: fallback, lost: false } }))
  })
})

describe('where a model comes from', () => {
  it('is told of a run by its data, and asked for as long as no file holds the model', async () => {
    const { script, end } = openRun()
    const { actions, session } = setStage({
      ...script,
    })
    await actions.loadSampleDigits()
    const run = actions.startTraining()
    end({ kind: 'stopped', place: { epoch: 2, step: 3, steps: 21 }, seconds: 1 })
    await run
    expect(session()).toMatchObject({
      model: { origin: 'Trained on Sample digits, stopped in epoch 2.', saved: false },
    })
    actions.noteSaved(session().model.current!.id)
    expect(session().model.saved).toBe(true)
  })

  it('is not in a file because the model before it is', async () => {
    const { script, end } = openRun()
    const { actions, session } = setStage({
      ...script,
      openFiles: () => ({ kind: 'model', model: { ...MODEL, id: 9 }, notes: [] }),
    })
    await actions.openModel([new File([], 'model.json')])
    const run = actions.startTraining()
    actions.noteSaved(9)
    end({ kind: 'stopped', place: { epoch: 1, step: 3, steps: 21 }, seconds: 1 })
    await run
    expect(session().model).toMatchObject({ current: { id: MODEL.id }, saved: false })
  })

  it('is the model before again when the run fails at once', async () => {
    const { script, end } = openRun()
    const { actions, session } = setStage({ ...script, openFiles: () => opened() })
    await actions.loadSampleDigits()
    await actions.openModel([new File([], 'model.json'), new File([], 'weights.bin')])
    const run = actions.startTraining()
    end({ kind: 'failed', message: 'The loss is no number.', trained: false })
    await run
    expect(session()).toMatchObject({ model: { origin: 'Opened from model.json + weights.bin.', saved: true } })
  })
})

describe('other data after a run', () => {
  it('show no curve and no result of the data before', async () => {
    const { script, end } = openRun()
    const other = { ...DATASET, id: 2 }
    const { actions, session, engine } = setStage({ ...script, openFiles: () => ready(other) })
    await actions.openFiles(sources('digits.zip'), 'replace')
    const run = actions.startTraining()
    engine.emitRun(1, { type: 'epochEnd', epoch: 1, learningRate: 0.01, train: { loss: 1, accuracy: 0.5 } })
    const place = { epoch: 2, step: 21, steps: 21 }
    end({ kind: 'finished', seconds: 1, place, test: { ...TEST, accuracy: 0.9 } })
    await run
    expect(session().model.test?.accuracy).toBe(0.9)
    await actions.loadSampleDigits()
    expect(session()).toMatchObject({ run: { state: { status: 'idle' } }, model: { test: TEST } })
  })

  it('do not wait for a test of the model, which is taken up again after a failed import', async () => {
    let tests = 0
    const { actions, session } = setStage({
      makeSampleDigits: () => loaded(DATASET),
      openFiles: ({ files }) =>
        files[0]?.path === 'model.json'
          ? opened()
          : Promise.reject(new EngineError({ code: 'badInput', message: 'No zip.' })),
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
    await vi.waitFor(() => expect(session().model.testing).toBe(true))
    await actions.openFiles(sources('broken.zip'), 'replace')
    await loading
    expect(session()).toMatchObject({ model: { testing: false, trouble: undefined, test: TEST } })
    expect(session().data.trouble?.message).toBe('No zip.')
  })
})
