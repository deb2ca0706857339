/**
 * The engine behind the protocol: the data at hand, one model, one run at a time, and the device that they share.
 *
 * The data and the model stay in the worker's memory; on the device they exist only while something computes. Each is
 * replaced when its successor is whole, so that a failure leaves what was there before.
 */
import type { Handlers } from '../protocol/messages'
import type { EngineEvent } from '../protocol/messages'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { TrainedModel } from '../../model/trainedModel'
import type { Dataset } from '../../data/dataset'
import { writeModelJson } from '../../interop/tensorflowjs/writeModelJson'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { CallFailure } from '../failures'
import { whyNotTest } from '../run/checks'
import { createCurrentData } from '../datasets/currentData'
import type { Device } from '../device/openDevice'
import type { EndedRun } from '../run/endedRun'
import { evaluateSplit } from '../run/evaluate'
import { examplesOf } from '../run/examples'
import { createGate, type Gate } from '../run/gate'
import { createImportCalls } from '../datasets/importCalls'
import { createLookCalls } from '../datasets/lookCalls'
import { readModelFiles } from '../models/modelFiles'
import { createStorageCalls } from '../datasets/storageCalls'
import { summariseModel } from '../models/summariseModel'
import { trainModel } from '../run/trainModel'
import { createTurns } from '../turn'
import { withTrainer } from '../run/withTrainer'

const TRAINING = 'A model is being trained: stop it first.'
const TESTING = 'A model is being tested: wait until it is done.'

interface CurrentRun {
  readonly id: number
  readonly gate: Gate
  readonly stop: AbortController
}

export function createHandlers(emit: (event: EngineEvent) => void): Handlers {
  const takeTurn = createTurns()
  const data = createCurrentData()
  let model: TrainedModel | undefined
  let run: CurrentRun | undefined
  /** The last run, where it can go on. */
  let ended: EndedRun | undefined
  let opening: Promise<Device> | undefined

  const openDevice = (): Promise<Device> => {
    opening ??= import('../device/openDevice')
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

    chooseData: (choices) => data.choose(choices),
    ...createImportCalls(data, emit, takeTurn),
    ...createLookCalls(data),
    ...createStorageCalls(data, takeTurn),

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
            dataset: data.require().view,
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
        const on = data.require().view
        const obstacle = whyNotTest(tested, on)
        if (obstacle !== undefined) throw new CallFailure('badInput', obstacle)
        return testModel(tested, on, signal)
      }),

    openModel: ({ files }, signal) =>
      takeTurn(TESTING, signal, async () => {
        const { notes, ...opened } = await readModelFiles(files)
        const view = data.chosen?.view
        const on = view && whyNotTest(opened, view) === undefined ? view : undefined
        const test = on ? { test: await testModel(opened, on, signal) } : {}
        signal.throwIfAborted()
        model = opened
        ended = undefined
        return { model: summariseModel(opened), notes, ...test }
      }),

    exportModel: () => writeModelJson(requireModel()),
  }
}
