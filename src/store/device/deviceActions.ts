/** Finds out what the engine computes on, and hears what becomes of it. */
import type { Engine } from '../../engine/client'
import type { EngineEvent } from '../../engine/protocol/messages'
import { isTraining } from '../session/runPart'
import { changePart, type SessionStore } from '../session/session'
import { troubleOf } from '../session/troubles'
import { emptyDevice } from '../session/devicePart'

export interface DeviceActions {
  /** Finds out what the engine computes on. */
  startDevice(): Promise<void>
}

export function createDeviceActions(engine: Engine, session: SessionStore): DeviceActions {
  const actions: DeviceActions = {
    async startDevice() {
      try {
        changePart(session, 'device', { report: await engine.call('startDevice'), lost: false })
      } catch (error) {
        changePart(session, 'device', { lost: true, trouble: troubleOf(error).message })
      }
    },
  }

  /** What was said when the worker was given up. */
  let restarted: string | undefined

  const hear = (event: EngineEvent): void => {
    switch (event.type) {
      case 'deviceLost': {
        // A run tells of a lost device itself.
        const trouble = isTraining(session.getState().run.state) ? undefined : event.message
        changePart(session, 'device', { report: undefined, lost: true, gpuBytes: 0, trouble })
        return
      }
      case 'trainerChosen':
        changePart(session, 'device', { trainer: event.choice })
        // A model that comes after the loss of a device is on a new one, which may be worse.
        if (!session.getState().device.report) void actions.startDevice()
        return
      case 'memory':
        changePart(session, 'device', { gpuBytes: event.gpuBytes })
        return
      case 'engineRestarted': {
        const { trainer } = session.getState().device
        restarted = event.message
        session.setState({ device: { ...emptyDevice(), trainer, lost: true, trouble: event.message } })
        return
      }
      case 'importProgress':
      case 'measureProgress':
    }
  }
  engine.subscribe(hear)

  // It asks for the data again: with them it has said enough.
  session.subscribe(({ device, data }, before) => {
    const isLoaded = data.dataset !== undefined && before.data.dataset === undefined
    if (!isLoaded || restarted === undefined || device.trouble !== restarted) return
    restarted = undefined
    changePart(session, 'device', { trouble: undefined })
  })
  return actions
}
