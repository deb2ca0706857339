/**
 * The engine behind the protocol: one dataset, one model, one run at a time, and the device that they share.
 *
 * The dataset and the model stay in the worker's memory; on the device they exist only while something computes. A dataset or model is
 * replaced when its successor is whole, so that a failure leaves what was there before.
 */
import type { Dataset, ImportProgress } from '../../data/dataset'
import { importFiles, type ImportResult } from '../../data/importFiles'
import { makeSampleDigits } from '../../data/sampleDigits/makeSampleDigits'
import { writeModelJson, type TrainedModel } from '../../interop/tensorflowjs/writeModelJson'
import { DEFAULT_RECIPE } from '../../model/recipe'
import type { EngineEvent, Evaluation } from '../protocol'
import { CallFailure } from './callFailure'
import { whyNotTest } from './checks'
import { createDecodePool } from './decodePool'
import type { Device } from './device'
import { evaluateSplit } from './evaluate'
import { examplesOf } from './examples'
import { createGate, type Gate } from './gate'
import { readModelFiles } from './modelFiles'
import type { Handlers } from './serve'
import { summariseDataset } from './summariseDataset'
import { summariseModel } from './summariseModel'
import { findThumbnails } from './thumbnails'
import { trainModel, type EndedRun } from './trainModel'
import { createTurns } from './turn'
import { withTrainer } from './withTrainer'

const SAMPLE_DIGITS = { train: 12_000, test: 2_000 }

const IMPORTING = 'Images are being read: wait until they are ready, or cancel.'
const TRAINING = 'A model is being trained: stop it first.'
const TESTING = 'A model is being tested: wait until it is done.'

interface CurrentRun {
  readonly id: number
  readonly gate: Gate
  readonly stop: AbortController
}

export function createHandlers(emit: (event: EngineEvent) => void): Handlers {
  const takeTurn = createTurns()
  let dataset: Dataset | undefined
  let model: TrainedModel | undefined
  let run: CurrentRun | undefined
  /** The last run, where it can go on. */
  let ended: EndedRun | undefined
  let opening: Promise<Device> | undefined

  const openDevice = (): Promise<Device> => {
    opening ??= import('./device')
      .then((device) => device.openDevice())
      .then((device) => {
        device.backend.watch(({ message, lost }) => {
          if (!lost) return
          opening = undefined
          emit({ type: 'deviceLost', message })
        })
        return device
      })
      .catch((error: unknown) => {
        opening = undefined
        throw new CallFailure('device', error instanceof Error ? error.message : String(error))
      })
    return opening
  }

  const reportProgress = (): ((progress: ImportProgress) => void) => {
    let began = performance.now()
    let current: ImportProgress['phase'] | undefined
    return (progress) => {
      if (progress.phase !== current) {
        current = progress.phase
        began = performance.now()
      }
      const seconds = (performance.now() - began) / 1000
      emit({ type: 'importProgress', ...progress, imagesPerSecond: seconds > 0 ? progress.done / seconds : 0 })
    }
  }

  const replaceDataset = (began: number, result: ImportResult) => {
    dataset = result.dataset
    return summariseDataset(result, (performance.now() - began) / 1000)
  }

  const requireDataset = (): Dataset => {
    if (dataset) return dataset
    throw new CallFailure('badInput', 'There are no images yet: drop files on the page, or use the sample digits.')
  }

  const requireModel = (): TrainedModel => {
    if (model) return model
    throw new CallFailure('badInput', 'There is no trained model yet: train one, or open one.')
  }

  const requireEnded = (): EndedRun => {
    if (ended) return ended
    throw new CallFailure('badInput', 'There is no run to continue: start one.')
  }

  /** The test results of a model; the same path at the end of a run, for `evaluate` and after opening a file. */
  const testModel = async (tested: TrainedModel, on: Dataset, signal: AbortSignal): Promise<Evaluation> => {
    const device = await openDevice()
    const { stack, data, normalisation, recipe = DEFAULT_RECIPE } = tested
    const subject = { stack, data, normalisation, recipe }
    return withTrainer(device, on, subject, signal, async (opened, failed) => {
      const { trainer, reason } = opened
      emit({ type: 'trainerChosen', choice: { trainer, ...(reason === undefined ? {} : { reason }) } })
      opened.driver.loadWeights(tested.weights)
      const pass = evaluateSplit(opened.driver, examplesOf(on, 0, 0), 'test')
      for (;;) {
        signal.throwIfAborted()
        failed.throwIfAborted()
        const { done, value } = await pass.next()
        if (done) return value
      }
    })
  }

  return {
    startDevice: async () => (await openDevice()).report,

    importFiles: ({ files }, signal) =>
      takeTurn(IMPORTING, signal, async () => {
        const began = performance.now()
        const pool = createDecodePool()
        try {
          const result = await importFiles(files, { signal, onProgress: reportProgress(), decodeImages: pool.decode })
          signal.throwIfAborted()
          return replaceDataset(began, result)
        } finally {
          pool.close()
        }
      }),

    makeSampleDigits: ({ seed }, signal) =>
      takeTurn(IMPORTING, signal, async () => {
        const began = performance.now()
        const report = reportProgress()
        const onProgress = (done: number, total: number): void => report({ phase: 'drawing', done, total })
        const drawn = await makeSampleDigits({ ...SAMPLE_DIGITS, seed, signal, onProgress })
        return replaceDataset(began, { dataset: drawn, problems: [], problemCount: 0, notes: [] })
      }),

    thumbnails: (query) => findThumbnails(requireDataset(), query),

    train: (request, signal) =>
      takeTurn(TRAINING, signal, async () => {
        const started: CurrentRun = { id: request.runId, gate: createGate(), stop: new AbortController() }
        const stop = (): void => started.stop.abort()
        signal.addEventListener('abort', stop, { once: true })
        run = started
        try {
          const from = request.from === 'checkpoint' ? requireEnded() : undefined
          const trained = await trainModel({
            request,
            dataset: requireDataset(),
            ...(from ? { from } : {}),
            openDevice,
            gate: started.gate,
            stop: started.stop.signal,
            emit,
          })
          model = trained.model ?? model
          ended = trained.ended
          return trained.outcome
        } finally {
          run = undefined
        }
      }),

    pause({ runId }) {
      if (run?.id !== runId) return
      run.gate.close()
    },
    resume({ runId }) {
      if (run?.id === runId) run.gate.open()
    },
    stop({ runId }) {
      if (run?.id === runId) run.stop.abort()
    },

    evaluate: (_, signal) =>
      takeTurn(TESTING, signal, () => {
        const tested = requireModel()
        const on = requireDataset()
        const obstacle = whyNotTest(tested, on)
        if (obstacle !== undefined) throw new CallFailure('badInput', obstacle)
        return testModel(tested, on, signal)
      }),

    openModel: ({ files }, signal) =>
      takeTurn(TESTING, signal, async () => {
        const { notes, ...opened } = await readModelFiles(files)
        const on = dataset && whyNotTest(opened, dataset) === undefined ? dataset : undefined
        const test = on ? { test: await testModel(opened, on, signal) } : {}
        signal.throwIfAborted()
        model = opened
        ended = undefined
        return { model: summariseModel(opened), notes, ...test }
      }),

    exportModel: () => writeModelJson(requireModel()),
  }
}
