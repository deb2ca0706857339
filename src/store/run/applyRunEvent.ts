/** Shows the events of a run in the session and in its curves. */
import type { RunEvent } from '../../engine/protocol/run'
import { sumRanks } from '../../model/metrics/hits'
import { changePart, type SessionStore } from '../session/session'
import { positionOf, type MetricsBuffer } from '../curves/metricsBuffer'
import { isBeforeFirstStep, isTraining, type OngoingRun } from '../session/runPart'

/** @param metrics the curves of this run. */
export function applyRunEvent(event: RunEvent, session: SessionStore, metrics: MetricsBuffer): void {
  const { state } = session.getState().run
  // Whoever listens to a run stops when it ends, so this only tells the compiler which states there are.
  if (!isTraining(state)) return
  const setState = (change: Partial<OngoingRun>): void => changePart(session, 'run', { state: { ...state, ...change } })

  switch (event.type) {
    case 'compiling':
      if (state.status === 'preparing') setState({ status: 'compiling', kernels: event.kernels })
      return
    case 'prepared':
      changePart(session, 'model', {
        current: event.model,
        source: undefined,
        beginWith: undefined,
        notes: [],
      })
      changePart(session, 'run', {
        images: { train: event.trainImages, validation: event.validationImages },
        model: event.model,
        ...(event.beginning && { beginning: event.beginning }),
        ...(state.status === 'compiling' && { state: { status: 'running', runId: state.runId } }),
      })
      return
    case 'progress': {
      const { type: _, ...progress } = event
      const status = isBeforeFirstStep(state) ? 'running' : state.status
      changePart(session, 'run', { state: { status, runId: state.runId, progress } })
      return
    }
    case 'paused':
      changePart(session, 'run', { stepping: false })
      if (state.status === 'running') setState({ status: 'paused' })
      return
    case 'resumed':
      // For one step, it stays paused to whoever looks on.
      if (event.forOneStep) changePart(session, 'run', { stepping: true })
      else if (state.status === 'paused') setState({ status: 'running' })
      return
    case 'batch':
      changePart(session, 'run', { batch: event.batch })
      return
    case 'points':
      metrics.addPoints(event.points)
      return
    case 'epochEnd': {
      const { epoch, train, learningRate, imagesPerSecond, validation } = event
      const { loss, accuracy, confusion, ranks, classes } = validation ?? {}
      metrics.addEpoch(
        {
          epoch,
          train,
          learningRate,
          ...(imagesPerSecond !== undefined && { imagesPerSecond }),
          ...(loss !== undefined && accuracy !== undefined && { validation: { loss, accuracy } }),
          ...(ranks && classes && { ranks: sumRanks(ranks, classes.length) }),
        },
        confusion,
      )
      if (validation) changePart(session, 'run', { validation: { ...validation, epoch } })
      return
    }
    case 'anatomy':
      metrics.addAnatomy(event.anatomy)
      return
    case 'anatomyFailed':
      changePart(session, 'runs', { watchesInside: false })
      changePart(session, 'run', { watchTrouble: event.message })
      return
    case 'callback':
      metrics.addToLog(event)
      return
    case 'recovered':
      metrics.truncate(event.place ? positionOf(event.place) : 0)
      changePart(session, 'device', { trouble: event.message })
      // If the run is still paused, it says so again.
      if (state.status === 'paused') setState({ status: 'running' })
  }
}
