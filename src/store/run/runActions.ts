/** Starting, steering and continuing a run. The session follows it until it has ended. */
import type { Engine } from '../../engine/client'
import type { RunOutcome, RunPlace, RunProgress } from '../../engine/protocol/run'
import type { DocumentEdits, DocumentStore } from '../document/document'
import type { ModelActions } from '../model/modelActions'
import type { PredictionActions } from '../model/predictionActions'
import { changePart, type SessionStore } from '../session/session'
import { troubleOf } from '../session/troubles'
import { applyRunEvent } from './applyRunEvent'
import type { Metrics } from '../curves/metrics'
import { positionOf } from '../curves/metricsBuffer'
import { forgetRun } from '../curves/forgetRun'
import { isTraining } from '../session/runPart'
import { firstModel } from './beginning'
import { createResumeActions, type ResumeActions } from './resumeActions'

export interface RunActions extends ResumeActions {
  startTraining(): Promise<void>
  /** Goes on with the run that ended, from where it ended. */
  continueTraining(): Promise<void>
  pause(): void
  resume(): void
  stop(): void
  /** Trains the paused run on one batch, and shows it. Without a run, one begins so. */
  step(): Promise<void>
  /** Begins or ends to watch the inside of the model: of the run under way from its next epoch on, and of those that begin. */
  watchInside(watches: boolean): void
  /** Sets the learning rate of the steps to come, of a run that is paused. */
  setLearningRate(learningRate: number): void
}

export interface RunActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly metrics: Metrics
  readonly edits: DocumentEdits
  readonly models: Pick<ModelActions, 'stopTesting' | 'testIfPossible'>
  readonly predictions: Pick<PredictionActions, 'lookIfPossible'>
  readonly storage?: Storage | undefined
}

type Failure = Extract<RunOutcome, { kind: 'failed' }>

export function createRunActions(parts: RunActionsParts): RunActions {
  const { engine, document, session, metrics, models, predictions } = parts
  let lastRunId = 0

  /**
   * @param place where the run ended, to go on from there.
   * @param name of its data, where they are not on show yet.
   */
  const train = async (
    runId: number,
    { place, name, forOneStep = false }: { place?: RunPlace; name?: string; forOneStep?: boolean } = {},
  ): Promise<void> => {
    const { stack, recipe, data } = document.getState()
    const { model: before } = session.getState()
    const first = firstModel(document.getState(), session.getState())
    const dataName = name ?? session.getState().data.dataset?.name ?? 'no data'
    const trainedOn = `Trained on ${dataName}`

    const lastProgress = (): RunProgress | undefined => {
      const { state } = session.getState().run
      return isTraining(state) ? state.progress : undefined
    }
    const returnToModelBefore = (): void => {
      const { current } = session.getState().model
      // A restarted engine has no model at all.
      const { origin, source, beginWith, saved } = before
      changePart(session, 'model', { current: current && before.current, origin, source, beginWith, saved })
    }
    const fail = ({ message, trained, diverged, place: resume }: Omit<Failure, 'kind'>): void => {
      const progress = lastProgress()
      const state = { status: 'failed', runId, message, ...(diverged && { diverged }) } as const
      changePart(session, 'run', {
        state: { ...state, ...(progress && { progress }), ...(resume && { place: resume }) },
      })
      if (!trained) return returnToModelBefore()
      changePart(session, 'model', { origin: `${trainedOn}. The run failed; these are its last good weights.` })
    }
    const succeed = (outcome: Exclude<RunOutcome, Failure>): void => {
      const { kind: ending, seconds, place: reached, weightsOf } = outcome
      const early = outcome.kind === 'finished' ? outcome.stoppedEarly : undefined
      const restored = outcome.kind === 'finished' ? outcome.restored : undefined
      const whose = weightsOf === undefined ? '' : ` These are the weights of epoch ${weightsOf}.`
      const told = lastProgress()
      // The last progress that was told may be a few steps behind.
      const progress = told && { ...told, ...reached }
      const state = {
        status: 'done',
        runId,
        ending,
        seconds,
        ...(early !== undefined && { early }),
        ...(restored !== undefined && { restored }),
        ...(weightsOf !== undefined && { weightsOf }),
      } as const
      changePart(session, 'run', {
        state: { ...state, ...(progress && { progress }), ...(reached && { place: reached }) },
      })
      if (outcome.kind === 'finished') {
        // If the data were changed meanwhile, the result is not of the data at hand.
        const isOfThese = document.getState().data === data
        changePart(session, 'model', { origin: `${trainedOn}.${whose}`, test: isOfThese ? outcome.test : undefined })
      } else if (!reached) returnToModelBefore()
      else changePart(session, 'model', { origin: `${trainedOn}, stopped in epoch ${reached.epoch}.${whose}` })
    }

    models.stopTesting()
    if (place) metrics.of(runId).truncate(positionOf(place))
    else forgetRun(session, metrics)
    changePart(session, 'run', {
      state: { status: 'preparing', runId },
      data,
      dataName,
      stepping: forOneStep,
      batch: undefined,
    })
    changePart(session, 'model', { saved: false, test: undefined, trouble: undefined })
    changePart(session, 'runs', { lost: undefined })
    // A new run looks for a device itself.
    changePart(session, 'device', { trouble: undefined })

    const stopListening = engine.listen(runId, (event) => applyRunEvent(event, session, metrics.of(runId)))
    try {
      const from = place ? 'checkpoint' : (first ?? 'start')
      const { keepsWeights: keepWeights, watchesInside } = session.getState().runs
      const request = {
        runId,
        stack,
        recipe,
        data,
        from,
        keepWeights,
        ...(forOneStep && { forOneStep }),
        ...(watchesInside && { watchInside: true }),
      } as const
      const outcome = await engine.call('train', request)
      if (outcome.kind === 'failed') fail(outcome)
      else succeed(outcome)
    } catch (error) {
      // The run did not go on, but the engine still has it.
      const resume = session.getState().data.dataset && place
      fail({ message: troubleOf(error).message, trained: false, ...(resume && { place: resume }) })
    } finally {
      stopListening()
      changePart(session, 'run', { stepping: false })
    }
    await models.testIfPossible()
    await predictions.lookIfPossible()
  }

  const sayIfFailed = (call: Promise<unknown>): void => {
    call.catch((error: unknown) => changePart(session, 'device', { trouble: troubleOf(error).message }))
  }

  const control = (name: 'pause' | 'resume' | 'stop'): void => {
    const { state } = session.getState().run
    if (!isTraining(state)) return
    if (name === 'stop') changePart(session, 'run', { state: { ...state, status: 'stopping' } })
    sayIfFailed(engine.call(name, { runId: state.runId }))
  }

  engine.subscribe((event) => {
    const { state, number } = session.getState().run
    if (event.type === 'runRecorded' && 'runId' in state && state.runId === event.runId)
      changePart(session, 'run', { number: event.number })
    if (event.type !== 'engineRestarted') return
    if (number !== undefined) changePart(session, 'runs', { lost: number })
    // A run that goes on fails by itself, and its curves stay. One that had ended is gone with its model.
    if (isTraining(state)) changePart(session, 'run', { validation: undefined })
    else forgetRun(session, metrics)
  })

  return {
    ...createResumeActions({
      ...parts,
      nextId: () => ++lastRunId,
      goOn: (runId, place, name) => train(runId, { place, name }),
    }),
    startTraining: () => train(++lastRunId),
    async continueTraining() {
      const { state } = session.getState().run
      if ('place' in state) await train(state.runId, { place: state.place })
    },
    pause: () => control('pause'),
    resume: () => control('resume'),
    async step() {
      const { state } = session.getState().run
      if (!isTraining(state)) return train(++lastRunId, { forOneStep: true })
      if (state.status !== 'paused') return
      changePart(session, 'run', { stepping: true })
      sayIfFailed(engine.call('step', { runId: state.runId }))
    },
    stop: () => control('stop'),
    watchInside(watches) {
      changePart(session, 'runs', { watchesInside: watches })
      changePart(session, 'run', { watchTrouble: undefined })
      const { state } = session.getState().run
      if (isTraining(state)) sayIfFailed(engine.call('watchInside', { runId: state.runId, watches }))
    },
    setLearningRate(learningRate) {
      const { state } = session.getState().run
      if (state.status !== 'paused') return
      sayIfFailed(engine.call('setLearningRate', { runId: state.runId, learningRate }))
    },
  }
}
