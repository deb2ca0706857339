/** Finds out what the engine computes on, has it changed, and hears what becomes of it. */
import type { Engine } from '../../engine/client'
import type { DeviceWish } from '../../engine/protocol/device'
import type { EngineEvent } from '../../engine/protocol/messages'
import { isTraining } from '../session/runPart'
import { whyDeviceIsBusy } from '../session/deviceUse'
import { changePart, type Session, type SessionStore } from '../session/session'
import { troubleOf } from '../session/troubles'
import { UNDER_WAY } from '../session/underWay'
import { emptyDevice } from '../session/devicePart'
import { keepWish } from './deviceWish'

export interface DeviceActions {
  /** Has the engine find what to compute on, as the person wants it. */
  startDevice(): Promise<void>
  /** Computes on what is wanted from now on, at the next visit too. Data, model and results stay. */
  chooseDevice(wish: DeviceWish): Promise<void>
}

export function createDeviceActions(
  engine: Engine,
  session: SessionStore,
  storage: Storage | undefined,
): DeviceActions {
  /** Calls that wait for a device. */
  let starting = 0

  /** @param wish absent: whatever the engine was told before. */
  const start = async (wish?: DeviceWish): Promise<void> => {
    starting++
    try {
      changePart(session, 'device', { report: await engine.call('startDevice', wish), lost: false })
    } catch (error) {
      changePart(session, 'device', { lost: true, trouble: troubleOf(error).message })
    } finally {
      starting--
    }
  }

  const actions: DeviceActions = {
    startDevice: () => start(session.getState().device.wish),
    async chooseDevice(wish) {
      const trouble = whyDeviceIsKept(session.getState())
      if (trouble !== undefined) return changePart(session, 'device', { trouble })
      keepWish(storage, wish)
      // A new device has no model on it yet.
      session.setState({ device: { ...emptyDevice(), wish } })
      await start(wish)
    },
  }

  /** What was said when the worker was given up. */
  let restarted: string | undefined

  const hear = (event: EngineEvent): void => {
    switch (event.type) {
      case 'deviceLost': {
        // A run tells of a lost device itself.
        const trouble = isTraining(session.getState().run.state) ? undefined : event.message
        changePart(session, 'device', { report: undefined, lost: true, deviceBytes: 0, trouble })
        return
      }
      case 'trainerChosen':
        changePart(session, 'device', { trainer: event.choice })
        // A model that comes after the loss of a device is on a new one, which may be worse.
        if (!session.getState().device.report) void start()
        return
      case 'memory':
        changePart(session, 'device', { deviceBytes: event.deviceBytes })
        return
      case 'engineRestarted': {
        const { trainer, wish } = session.getState().device
        restarted = event.message
        session.setState({ device: { ...emptyDevice(), wish, trainer, lost: true, trouble: event.message } })
        // The new worker must know what is wanted before anything computes. One that died of looking for a device is not asked again.
        if (starting === 0) void start(wish)
        return
      }
      case 'importProgress':
      case 'mapProgress':
      case 'measureProgress':
      case 'rateProgress':
      case 'projectProgress':
      case 'lookProgress':
      case 'historyChanged':
      case 'historyTrouble':
      case 'runRecorded':
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

/** Why the device can't be changed now: one sentence. */
export function whyDeviceIsKept(session: Session): string | undefined {
  const { device, timing } = session
  if (!device.report && !device.lost) return 'A device is being looked for: wait a moment.'
  if (timing.measuring) return UNDER_WAY.measuring
  return whyDeviceIsBusy(session)
}
