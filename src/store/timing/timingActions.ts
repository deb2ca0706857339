/** Measuring how long the layers take in a step of training. */
import type { Engine } from '../../engine/client'
import type { DocumentStore } from '../document/document'
import { stackShape } from '../session/dataShape'
import { isTraining } from '../session/runPart'
import { changePart, type Session, type SessionStore } from '../session/session'
import { emptyTiming } from '../session/timingPart'
import { isAbort, troubleOf } from '../session/troubles'

export interface TimingActions {
  /** Measures a step of the document's stack. It gives way to a run, a test or data that are read. */
  measureStep(): Promise<void>
  stopMeasuring(): void
}

export interface TimingActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly session: SessionStore
}

export function createTimingActions({ engine, document, session }: TimingActionsParts): TimingActions {
  let measuring: AbortController | undefined

  session.subscribe((now) => {
    if (measuring && whyNotMeasure(now) !== undefined) measuring.abort()
  })
  engine.subscribe((event) => {
    if (event.type === 'engineRestarted') session.setState({ timing: emptyTiming() })
    if (event.type === 'measureProgress' && measuring) changePart(session, 'timing', { progress: event.share })
  })

  return {
    async measureStep() {
      measuring?.abort()
      const message = whyNotMeasure(session.getState())
      if (message !== undefined) return changePart(session, 'timing', { trouble: { message } })
      const controller = new AbortController()
      measuring = controller
      changePart(session, 'timing', { measuring: true, progress: undefined, trouble: undefined })
      const { stack, recipe } = document.getState()
      const data = stackShape(stack, session.getState())
      try {
        const time = await engine.call('measureStep', { stack, data, recipe }, { signal: controller.signal })
        const adapter = session.getState().device.report?.adapter
        changePart(session, 'timing', { measured: { stack, data, recipe, adapter, time } })
      } catch (error) {
        if (!isAbort(error)) changePart(session, 'timing', { trouble: troubleOf(error) })
      } finally {
        if (measuring === controller) {
          measuring = undefined
          changePart(session, 'timing', { measuring: false, progress: undefined })
        }
      }
    },
    stopMeasuring: () => measuring?.abort(),
  }
}

/** What the device is needed for meanwhile: one sentence; undefined when it is free to measure. */
export function whyNotMeasure({ run, data, model }: Pick<Session, 'run' | 'data' | 'model'>): string | undefined {
  if (isTraining(run.state)) return 'A run is using the device: wait until it has ended, or stop it.'
  if (data.importing) return 'The data are still being read: wait until they are ready.'
  if (model.testing || model.opening) return 'A model is being tested: wait until that is done.'
  return undefined
}
