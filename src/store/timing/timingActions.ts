/** Measuring how long the layers take in a step of training. */
import type { Engine } from '../../engine/client'
import type { DocumentStore } from '../document/document'
import { stackShape } from '../session/dataShape'
import { whyDeviceIsBusy } from '../session/deviceUse'
import { changePart, type SessionStore } from '../session/session'
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
    if (measuring && whyDeviceIsBusy(now) !== undefined) measuring.abort()
  })
  engine.subscribe((event) => {
    if (event.type === 'engineRestarted') session.setState({ timing: emptyTiming() })
    if (event.type === 'measureProgress' && measuring) changePart(session, 'timing', { progress: event.share })
  })

  return {
    async measureStep() {
      measuring?.abort()
      const message = whyDeviceIsBusy(session.getState())
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
