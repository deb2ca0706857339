/** The calls about training runs. A run is known by its id: while it trains, and after it has ended, when it may go on. */
import { digestOf } from '../../data/digest'
import { CallFailure } from '../failures'
import type { HandlersOf } from '../protocol/messages'
import type { RunCalls, RunRequest } from '../protocol/run'
import { createShelf } from '../shelf'
import { createCheckpointKeeper } from './checkpointKeeper'
import { requireLearningRate } from './checks'
import { checkpointBytes, type EndedRun } from './endedRun'
import type { EngineParts } from './engineParts'
import { openFirstWeights } from './firstWeights'
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

/** The run that can go on, with its record. */
export interface RunShelf {
  /** In place of the one before. */
  put(runId: number, ended: EndedRun | undefined, recorder: RunRecorder): void
  ended(runId: number): EndedRun | undefined
  recorder(runId: number): RunRecorder | undefined
}

export function createRunShelf(): RunShelf {
  const shelf = createShelf<EndedRun>(ENDED_LIMITS, checkpointBytes)
  let recorded: { readonly runId: number; readonly recorder: RunRecorder } | undefined
  return {
    put(runId, ended, recorder) {
      recorded = { runId, recorder }
      if (ended) shelf.put(runId, ended)
      else shelf.remove(runId)
    },
    ended: (runId) => shelf.get(runId),
    recorder: (runId) => (recorded?.runId === runId ? recorded.recorder : undefined),
  }
}

export function createRunCalls({
  openDevice,
  choose,
  models,
  history,
  checkpoints,
  runs,
  tests,
  numbers,
  records,
  takeTurn,
  emit,
}: EngineParts & { readonly runs: RunShelf }): HandlersOf<RunCalls> {
  const ongoing = new Map<number, OngoingRun>()

  const requireEnded = ({ runId }: RunRequest): EndedRun => {
    const run = runs.ended(runId)
    if (run) return run
    throw new CallFailure('badInput', 'There is no run to continue: start one.')
  }

  return {
    train: (request, signal) =>
      takeTurn(TRAINING, signal, async () => {
        const { runId } = request
        const from = request.from === 'checkpoint' ? requireEnded(request) : undefined
        const { view, held } = choose(request.data)
        const first =
          typeof request.from === 'object'
            ? await openFirstWeights(request.from, request.stack, view, { models, numbers })
            : undefined
        const recorder = (from && runs.recorder(runId)) ?? createRunRecorder(history)
        const obstacle = from && (await recorder.claim())
        if (obstacle !== undefined) throw new CallFailure('badInput', obstacle)
        const keeper = createCheckpointKeeper({ checkpoints, history, recorder, source: digestOf(held.dataset) })
        const run: OngoingRun = { gate: createGate(), stop: new AbortController() }
        signal.addEventListener('abort', () => run.stop.abort(), { once: true })
        ongoing.set(runId, run)
        if (request.forOneStep) run.gate.step()
        if (request.watchInside) run.gate.watch(true)
        const progress = { hasBegun: false }
        try {
          const modelId = models.nextId()
          const trained = await trainModel({
            request,
            dataset: view,
            modelId,
            ...(from ? { from } : {}),
            ...(first && { first }),
            openDevice: async () => {
              const device = await openDevice()
              progress.hasBegun = true
              recorder.begin(request, view, device.report)
              void recorder.number().then((number) => {
                if (number !== undefined) emit({ type: 'runRecorded', runId, number })
              })
              return device
            },
            gate: run.gate,
            stop: run.stop.signal,
            onSaved: keeper.save,
            emit(event) {
              recorder.hear(event)
              emit({ type: 'run', runId, event })
            },
            emitDevice(event) {
              recorder.hear(event)
              emit(event)
            },
          })
          const { outcome, ended } = trained
          const hearTest = recorder.end(outcome, trained.model, () => keeper.end(ended, outcome.place))
          if (trained.model) {
            models.put(modelId, trained.model)
            tests.set(trained.model, hearTest)
            numbers.set(trained.model, () => recorder.number())
            records.set(trained.model, () => recorder.snapshot()?.details)
          }
          runs.put(runId, ended, recorder)
          return outcome
        } finally {
          ongoing.delete(runId)
          // One that did not go on.
          if (!progress.hasBegun) recorder.letGo()
        }
      }),

    pause: ({ runId }) => ongoing.get(runId)?.gate.close(),
    resume: ({ runId }) => ongoing.get(runId)?.gate.open(),
    step: ({ runId }) => ongoing.get(runId)?.gate.step(),
    stop: ({ runId }) => ongoing.get(runId)?.stop.abort(),
    watchInside: ({ runId, watches }) => ongoing.get(runId)?.gate.watch(watches),
    setLearningRate({ runId, learningRate }) {
      requireLearningRate(learningRate)
      ongoing.get(runId)?.gate.handRate(Math.fround(learningRate))
    },
  }
}
