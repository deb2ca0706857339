/** The device that runs and tests share: opened when it is first wanted, and anew after it was lost. */
import { CallFailure } from '../failures'
import type { DeviceEvent, DeviceWish } from '../protocol/device'
import type { Device } from './openDevice'

export interface HeldDevice {
  /** @throws CallFailure with code `device` when there is nothing to compute on. */
  open(): Promise<Device>
  /** What was wanted last. */
  readonly wish: DeviceWish
  /** Gives up what there is, and opens what is wanted. */
  change(wish: DeviceWish): Promise<Device>
}

export type OpenDevice = HeldDevice['open']

export function createHeldDevice(emit: (event: DeviceEvent) => void): HeldDevice {
  let wish: DeviceWish = 'best'
  let opening: Promise<Device> | undefined

  const open = (): Promise<Device> => {
    // This import brings what computes. It waits until a device is wanted, so that files are read without it.
    const opened = (opening ??= import('./openDevice')
      .then(({ openDevice }) => openDevice(wish === 'best' ? undefined : wish))
      .then((device) => {
        device.backend.watch(({ message, lost }) => {
          if (!lost || opening !== opened) return
          opening = undefined
          emit({ type: 'deviceLost', message })
        })
        return device
      })
      .catch((error: unknown) => {
        if (opening === opened) opening = undefined
        throw new CallFailure('device', error instanceof Error ? error.message : String(error))
      }))
    return opened
  }

  return {
    open,
    get wish() {
      return wish
    },
    async change(next) {
      const before = opening
      opening = undefined
      wish = next
      const device = await before?.catch(() => undefined)
      device?.backend.close()
      return open()
    },
  }
}
