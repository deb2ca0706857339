/** The device that runs and tests share: opened when it is first wanted, and anew after it was lost. */
import { CallFailure } from '../failures'
import type { DeviceEvent } from '../protocol/device'
import type { Device } from './openDevice'

/** @throws CallFailure with code `device` when there is nothing to compute on. */
export type OpenDevice = () => Promise<Device>

export function createHeldDevice(emit: (event: DeviceEvent) => void): OpenDevice {
  let opening: Promise<Device> | undefined
  return () => {
    // This import brings TensorFlow.js. It waits until a device is wanted, so that files are read without it.
    opening ??= import('./openDevice')
      .then(({ openDevice }) => openDevice())
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
}
