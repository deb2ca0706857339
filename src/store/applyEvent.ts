/** What the engine's events change in the session and in the metrics buffer. */
import type { EngineEvent } from '../engine/protocol/messages'
import { positionOf, type MetricsBuffer } from './metrics'
import { isBeforeFirstStep, isTraining, type SessionStore } from './session'

export function applyEvent(event: EngineEvent, session: SessionStore, metrics: MetricsBuffer): void {
  const state = session.getState()
  const { run } = state
  // Events of a run that has ended or been replaced are stale.
  if ('runId' in event && !(isTraining(run) && run.runId === event.runId)) return

  switch (event.type) {
    case 'importProgress': {
      if (!state.importing) return
      const { type: _, ...progress } = event
      session.setState({ importing: { ...state.importing, ...progress } })
      return
    }
    case 'runCompiling':
      if (run.status === 'preparing') session.setState({ run: { ...run, status: 'compiling', kernels: event.kernels } })
      return
    case 'runPrepared':
      session.setState({
        model: event.model,
        openNotes: [],
        runImages: { train: event.trainImages, validation: event.validationImages },
        ...(run.status === 'compiling' && { run: { status: 'running', runId: event.runId } }),
      })
      return
    case 'runProgress': {
      if (!isTraining(run)) return
      const { type: _, runId, ...progress } = event
      const status = isBeforeFirstStep(run) ? 'running' : run.status
      session.setState({ run: { status, runId, progress } })
      return
    }
    case 'runPaused':
      if (run.status === 'running') session.setState({ run: { ...run, status: 'paused' } })
      return
    case 'runResumed':
      if (run.status === 'paused') session.setState({ run: { ...run, status: 'running' } })
      return
    case 'trainPoints':
      metrics.addPoints(event.points)
      return
    case 'epochEnd': {
      const { epoch, train, validation } = event
      metrics.addEpoch({ epoch, train, ...(validation && { validation }) })
      if (validation) session.setState({ validation: { ...validation, epoch } })
      return
    }
    case 'runRecovered':
      metrics.truncate(event.place ? positionOf(event.place) : 0)
      session.setState({ deviceTrouble: event.message })
      // A run that is still paused says so again.
      if (run.status === 'paused') session.setState({ run: { ...run, status: 'running' } })
      return
    case 'deviceLost':
      // A run says itself what becomes of it.
      session.setState({
        device: undefined,
        deviceLost: true,
        gpuBytes: 0,
        deviceTrouble: isTraining(run) ? undefined : event.message,
      })
      return
    case 'trainerChosen':
      session.setState({ trainer: event.choice })
      return
    case 'memory':
      session.setState({ gpuBytes: event.gpuBytes })
      return
    case 'engineRestarted':
      session.setState({
        device: undefined,
        deviceLost: true,
        deviceTrouble: event.message,
        gpuBytes: 0,
        dataset: undefined,
        model: undefined,
        modelOrigin: undefined,
        validation: undefined,
        test: undefined,
        openNotes: [],
      })
  }
}
