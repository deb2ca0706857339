/** The calls about training runs. A run is known by its id: while it trains, and after it has ended, when it may go on. */
import { CallFailure } from '../failures'
import type { HandlersOf } from '../protocol/messages'
import type { RunCalls, RunRequest } from '../protocol/run'
import { createShelf } from '../shelf'
import { requireLearningRate } from './checks'
import { checkpointBytes, type EndedRun } from './endedRun'
import type { EngineParts } from './engineParts'
import { createGate, type Gate } from './loop/gate'
import { createRunRecorder, type RunRecorder } from './recordRun'
import { trainModel } from './trainModel'

const TRAINING = 'A model is being trained: stop it first.'

/** The page can continue the last run alone. */
const ENDED_LIMITS = { things: 1, bytes: 256 * 2 ** 20 }

interface OngoingRun {
  readonly gate: Gate
  readonly stop: AbortController
}

export function createRunCalls({
  openDevice,
  choose,
  models,
  history,
  tests,
  takeTurn,
  emit,
}: EngineParts): HandlersOf<RunCalls> {
  const ongoing = new Map<number, OngoingRun>()
  const ended = createShelf<EndedRun>(ENDED_LIMITS, checkpointBytes)
  /** Of the last run, which alone can go on. */
  let recorded: { readonly runId: number; readonly recorder: RunRecorder } | undefined

  const requireEnded = ({ runId }: RunRequest): EndedRun => {
    const run = ended.get(runId)
    if (run) return run
    throw new CallFailure('badInput', 'There is no run to continue: start one.')
  }

  return {
    train: (request, signal) =>
      takeTurn(TRAINING, signal, async () => {
        const { runId } = request
        const from = request.from === 'checkpoint' ? requireEnded(request) : undefined
        const { view } = choose(request.data)
        const recorder = (from && recorded?.runId === runId && recorded.recorder) || createRunRecorder(history)
        recorded = { runId, recorder }
        const run: OngoingRun = { gate: createGate(), stop: new AbortController() }
        signal.addEventListener('abort', () => run.stop.abort(), { once: true })
        ongoing.set(runId, run)
        if (request.forOneStep) run.gate.step()
        try {
          const modelId = models.nextId()
          const trained = await trainModel({
            request,
            dataset: view,
            modelId,
            ...(from ? { from } : {}),
            openDevice: async () => {
              const device = await openDevice()
              recorder.begin(request, view, device.report)
              return device
            },
            gate: run.gate,
            stop: run.stop.signal,
            emit(event) {
              recorder.hear(event)
              emit({ type: 'run', runId, event })
            },
            emitDevice(event) {
              recorder.hear(event)
              emit(event)
            },
          })
          const hearTest = recorder.end(trained.outcome, trained.model)
          if (trained.model) {
            models.put(modelId, trained.model)
            tests.set(trained.model, hearTest)
          }
          if (trained.ended) ended.put(runId, trained.ended)
          else ended.remove(runId)
          return trained.outcome
        } finally {
          ongoing.delete(runId)
        }
      }),

    pause: ({ runId }) => ongoing.get(runId)?.gate.close(),
    resume: ({ runId }) => ongoing.get(runId)?.gate.open(),
    step: ({ runId }) => ongoing.get(runId)?.gate.step(),
    stop: ({ runId }) => ongoing.get(runId)?.stop.abort(),
    setLearningRate({ runId, learningRate }) {
      requireLearningRate(learningRate)
      ongoing.get(runId)?.gate.handRate(Math.fround(learningRate))
    },
  }
}
